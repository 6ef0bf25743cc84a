using System.Globalization;

namespace Mochi.CommandLine;

/// <summary>
/// A line on a terminal that says how far long work has come. It appears when the work has taken a while, changes a few
/// times a second, and is gone before anything else is written.
/// </summary>
/// <param name="program">The command's name, with which the line begins.</param>
/// <param name="write">Writes to the terminal.</param>
/// <param name="elapsed">The time since the command began.</param>
internal sealed class ProgressLine(string program, Action<string> write, Func<TimeSpan> elapsed)
{
    /// <summary>How long work has to take before the line appears.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the line stays as it is.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Patience;
    private bool _isShown;

    /// <summary>Says how far the work has come.</summary>
    /// <param name="done">How many things are done.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="things">What they are, in the plural.</param>
    public void Report(int done, int total, string things)
    {
        var now = elapsed();
        if (now >= _next)
        {
            _next = now + Pause;
            _isShown = true;
            write(string.Create(
                CultureInfo.InvariantCulture, $"\r\e[K{program}: {done} of {total} {things}, {done * 100L / Math.Max(total, 1)} %"));
        }
    }

    /// <summary>Takes the line away, because something else is about to be written or the work is done.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            _isShown = false;
            write("\r\e[K");
        }
    }
}
