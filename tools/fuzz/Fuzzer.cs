using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Mochi.Fuzz;

/// <summary>Runs inputs, one after the other on each thread, and reports what it finds.</summary>
public sealed class Fuzzer(FuzzOptions options, TextWriter output)
{
    // Less than a thread has by default: what is deep must not need the stack.
    private const int StackSize = 1 << 20;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, long> _seen = new();
    private readonly long[] _current = new long[options.Threads];
    private readonly long[] _started = new long[options.Threads];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TargetCounts[] _counts = [];

    /// <summary>Runs until the count or the time is over.</summary>
    /// <returns>How many different findings there are.</returns>
    public int Run()
    {
        var corpus = Corpus.Read(options.Corpus, options.Largest);
        var names = new FuzzTargets(corpus, options.Targets).All.Select(target => target.Name).ToList();
        _counts = [.. names.Select(_ => new TargetCounts())];
        output.WriteLine(
            $"seed {options.Seed}, inputs from {options.First}, {corpus.Seeds.Count} files of {options.Corpus} up to {options.Largest} bytes, "
            + $"{options.Threads} thread(s)");
        output.Flush();
        using var state = RunState.Open(options.State);
        var threads = new Thread[options.Threads];
        for (var index = 0; index < threads.Length; index++)
        {
            var lane = index;
            threads[index] = new Thread(() => Work(new FuzzTargets(corpus, options.Targets), lane, state), StackSize);
            threads[index].Start();
        }

        var reported = 0L;
        while (!threads.All(thread => thread.Join(TimeSpan.FromSeconds(1))))
        {
            Watch();
            if (options.Every > 0 && Done() - reported >= options.Every)
            {
                reported = Done();
                Summary();
            }
        }

        Summary();
        for (var index = 0; index < names.Count; index++)
        {
            output.WriteLine(_counts[index].Line(names[index]));
        }

        output.Flush();
        return _seen.Count;
    }

    private long Done()
    {
        var done = 0L;
        foreach (var count in _counts)
        {
            done += count.Inputs;
        }

        return done;
    }

    private void Summary()
    {
        var (done, seconds) = (Done(), _clock.Elapsed.TotalSeconds);
        using var process = Process.GetCurrentProcess();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{done} inputs in {seconds:F1} s, {done / Math.Max(seconds, 0.001):F0} a second, {process.TotalProcessorTime.TotalSeconds:F1} s of processor, "
            + $"{process.PeakWorkingSet64 >> 20} MiB at most, {_seen.Count} findings");
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private void Work(FuzzTargets targets, int lane, RunState state)
    {
        for (long number = lane; number < options.Count; number += options.Threads)
        {
            if ((number & 0xFF) < options.Threads && _clock.Elapsed.TotalMinutes > options.Minutes)
            {
                break;
            }

            var index = options.First + number;
            state.Set(lane, index);
            var random = new FuzzRandom(options.Seed, index);
            var choice = targets.Choose(random);
            var target = targets.All[choice];
            Volatile.Write(ref _current[lane], index);
            Volatile.Write(ref _started[lane], Stopwatch.GetTimestamp());
            var input = target.Make(random);
            if (options.Count == 1)
            {
                output.WriteLine($"{target.Name}, {input.Length} bytes: {Convert.ToHexString(input)}");
            }

            var start = Stopwatch.GetTimestamp();
            var finding = Finding.Of(input, target.Run, target.Budget(input), out var isAccepted, out var allocated);
            var taken = Stopwatch.GetTimestamp() - start;
            Volatile.Write(ref _started[lane], 0);
            finding ??= Stopwatch.GetElapsedTime(0, taken) > Slow ? new Finding("slow", $"it takes {taken / Stopwatch.Frequency} s") : null;
            if (finding is not null)
            {
                Report(index, input, finding, target);
            }

            _counts[choice].Add(index, isAccepted, taken, allocated);
        }
    }

    private void Report(long index, byte[] input, Finding finding, FuzzTarget target)
    {
        if (!_seen.TryAdd($"{target.Name}: {finding.Kind}", index))
        {
            return;
        }

        var shortest = finding.Kind == "slow" ? input : Shrinker.Shrink(
            input, bytes => Finding.Of(bytes, target.Run, target.Budget(bytes))?.Kind == finding.Kind);
        lock (output)
        {
            output.WriteLine($"FINDING at input {index} of seed {options.Seed}, {target.Name}: {finding.Kind}");
            output.WriteLine(finding.Detail);
            output.WriteLine($"{shortest.Length} bytes: {Convert.ToHexString(shortest)}");
            output.Flush();
        }
    }

    /// <summary>An input that runs too long cannot be stopped from outside, so the process ends with it.</summary>
    private void Watch()
    {
        for (var lane = 0; lane < _started.Length; lane++)
        {
            var started = Volatile.Read(ref _started[lane]);
            if (started != 0 && Stopwatch.GetElapsedTime(started) > Slow * 6)
            {
                output.WriteLine(
                    $"FINDING at input {_current[lane]} of seed {options.Seed}: it runs for more than {Slow.TotalSeconds * 6} seconds");
                output.Flush();
                Environment.Exit(1);
            }
        }
    }
}
