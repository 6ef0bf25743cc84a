using System.Diagnostics;
using System.Globalization;

namespace Mochi.Fuzz;

/// <summary>What happened with the inputs of one target.</summary>
public sealed class TargetCounts
{
    private long _inputs;
    private long _accepted;
    private long _ticks;
    private long _mostAllocated;
    private long _slowest;
    private long _slowestInput;

    /// <summary>How many inputs were run.</summary>
    public long Inputs => Interlocked.Read(ref _inputs);

    /// <summary>Adds one input.</summary>
    public void Add(long input, bool isAccepted, long ticks, long allocated)
    {
        Interlocked.Increment(ref _inputs);
        Interlocked.Add(ref _accepted, isAccepted ? 1 : 0);
        Interlocked.Add(ref _ticks, ticks);
        Raise(ref _mostAllocated, allocated);
        if (Raise(ref _slowest, ticks))
        {
            Interlocked.Exchange(ref _slowestInput, input);
        }
    }

    /// <summary>The counts as a line of a table.</summary>
    public string Line(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-9} {Inputs,10} inputs {_accepted,10} accepted {Inputs - _accepted,10} refused {_ticks * 1e6 / Stopwatch.Frequency / Math.Max(1, Inputs),7:F1} us each, "
        + $"slowest {_slowest * 1e3 / Stopwatch.Frequency:F0} ms (input {_slowestInput}), most allocated {_mostAllocated / 1024.0 / 1024.0:F1} MiB");

    private static bool Raise(ref long most, long value)
    {
        for (var old = Interlocked.Read(ref most); value > old; old = Interlocked.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, old) == old)
            {
                return true;
            }
        }

        return false;
    }
}
