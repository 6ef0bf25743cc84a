using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Mochi.Fuzz;

/// <summary>Runs inputs, one after the other on each thread, and reports what it finds.</summary>
public sealed class Fuzzer(FuzzOptions options, TextWriter output)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, long> _seen = new();
    private readonly long[] _current = new long[options.Threads];
    private readonly long[] _started = new long[options.Threads];
    private long _done;
    private long _modules;

    /// <summary>Runs until the count or the time is over.</summary>
    /// <returns>How many different findings there are.</returns>
    public int Run()
    {
        var corpus = Corpus.Read(options.Corpus, options.Largest);
        output.WriteLine(
            $"seed {options.Seed}, inputs from {options.First}, {corpus.Seeds.Count} files of {options.Corpus} up to {options.Largest} bytes, "
            + $"{options.Threads} thread(s)");
        var clock = Stopwatch.StartNew();
        var threads = new Thread[options.Threads];
        for (var index = 0; index < threads.Length; index++)
        {
            var lane = index;
            threads[index] = new Thread(() => Work(corpus, lane, clock), 16 << 20);
            threads[index].Start();
        }

        while (!threads.All(thread => thread.Join(TimeSpan.FromSeconds(1))))
        {
            Watch();
        }

        var rate = _done / Math.Max(clock.Elapsed.TotalSeconds, 0.001);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_done} inputs in {clock.Elapsed.TotalSeconds:F1} s, {rate:F0} a second, {_modules} read as modules, {_seen.Count} findings"));
        return _seen.Count;
    }

    private void Work(Corpus corpus, int lane, Stopwatch clock)
    {
        var target = new FileTarget();
        var mutator = new FileMutator(corpus);
        for (long number = lane; number < options.Count; number += options.Threads)
        {
            if ((number & 0xFF) < options.Threads && clock.Elapsed.TotalMinutes > options.Minutes)
            {
                break;
            }

            var index = options.First + number;
            var input = mutator.Make(new FuzzRandom(options.Seed, index));
            Volatile.Write(ref _current[lane], index);
            Volatile.Write(ref _started[lane], Stopwatch.GetTimestamp());
            var finding = Finding.Of(input, target.Run, FileTarget.Budget(input));
            var taken = Stopwatch.GetElapsedTime(_started[lane]);
            Volatile.Write(ref _started[lane], 0);
            finding ??= taken > Slow ? new Finding("slow", $"it takes {taken.TotalSeconds:F1} s") : null;
            if (finding is not null)
            {
                Report(index, input, finding, target);
            }

            Interlocked.Increment(ref _done);
        }

        Interlocked.Add(ref _modules, target.Modules);
    }

    private void Report(long index, byte[] input, Finding finding, FileTarget target)
    {
        if (!_seen.TryAdd(finding.Kind, index))
        {
            return;
        }

        var shortest = finding.Kind == "slow" ? input : Shrinker.Shrink(
            input, bytes => Finding.Of(bytes, target.Run, FileTarget.Budget(bytes))?.Kind == finding.Kind);
        lock (output)
        {
            output.WriteLine($"FINDING at input {index} of seed {options.Seed}: {finding.Kind}");
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
