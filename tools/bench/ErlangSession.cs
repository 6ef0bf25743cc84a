using System.Diagnostics;
using System.Globalization;

namespace Mochi.Bench;

/// <summary>A warm Erlang VM that does a piece of work whenever it is asked to, and says how long it took.</summary>
internal sealed class ErlangSession : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts a VM.</summary>
    /// <param name="setUp">Erlang expressions, with a comma at the end, that bind the fun <c>Work</c>.</param>
    /// <param name="arguments">What <c>init:get_plain_arguments()</c> gives.</param>
    public ErlangSession(string setUp, params IEnumerable<string> arguments)
    {
        // Each round runs in a process of its own, so that none pays for the garbage of another.
        string program = setUp +
            """
             Loop = fun Loop() ->
                 case io:get_line("") of
                     eof -> halt(0);
                     _ ->
                         Self = self(),
                         spawn_link(fun() ->
                             Start = erlang:monotonic_time(microsecond),
                             Work(),
                             Self ! {took, erlang:monotonic_time(microsecond) - Start}
                         end),
                         receive {took, Time} -> io:format("took ~b~n", [Time]) end,
                         Loop()
                 end
             end,
             io:format("ready~n"),
             Loop().
             """;
        var start = new ProcessStartInfo(
            Path.Combine(Otp.Root, "bin", "erl"), ["-noshell", "-eval", program, "-extra", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        Expect("ready");
    }

    /// <summary>Does the work once.</summary>
    /// <returns>Milliseconds, as the VM measured them.</returns>
    public double Run()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
        return double.Parse(Expect("took "), CultureInfo.InvariantCulture) / 1000;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Expect(string prefix) =>
        _process.StandardOutput.ReadLine() is { } line && line.StartsWith(prefix, StringComparison.Ordinal)
            ? line[prefix.Length..]
            : throw new InvalidOperationException($"erl did not answer with {prefix}");
}
