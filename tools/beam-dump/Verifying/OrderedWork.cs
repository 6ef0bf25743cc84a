using System.Runtime.ExceptionServices;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Verifying;

/// <summary>Does the same with many things on all processors; the results come in the order of the things.</summary>
internal sealed class OrderedWork<TItem, TResult>
    where TResult : class
{
    // Of fewer, one is done before a second thread has begun.
    private const int FewItems = 4;

    private readonly object _gate = new();
    private readonly IReadOnlyList<TItem> _items;
    private readonly Func<TItem, TResult> _work;
    private readonly TResult?[] _results;
    private ExceptionDispatchInfo? _failure;
    private int _next;

    private OrderedWork(IReadOnlyList<TItem> items, Func<TItem, TResult> work)
    {
        _items = items;
        _work = work;
        _results = new TResult?[items.Count];
    }

    /// <summary>Does the work.</summary>
    /// <param name="items">The things.</param>
    /// <param name="work">What is done with each; it is called on several threads at once.</param>
    public static IEnumerable<TResult> Run(IReadOnlyList<TItem> items, Func<TItem, TResult> work)
    {
        var threads = Math.Min(Environment.ProcessorCount, items.Count / (FewItems / 2));
        return items.Count < FewItems || threads < 2 ? RunHere(items, work) : new OrderedWork<TItem, TResult>(items, work).Run(threads);
    }

    private static IEnumerable<TResult> RunHere(IReadOnlyList<TItem> items, Func<TItem, TResult> work)
    {
        for (var index = 0; index < items.Count; index++)
        {
            yield return work(items[index]);
        }
    }

    private IEnumerable<TResult> Run(int count)
    {
        var threads = new Thread[count];
        for (var index = 0; index < count; index++)
        {
            threads[index] = new Thread(Work, CommandHost.StackSize) { IsBackground = true };
            threads[index].Start();
        }

        try
        {
            for (var index = 0; index < _items.Count; index++)
            {
                yield return Await(index);
            }
        }
        finally
        {
            Interlocked.Exchange(ref _next, _items.Count);
            foreach (var thread in threads)
            {
                thread.Join();
            }
        }
    }

    private TResult Await(int index)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_results[index] is { } result)
                {
                    _results[index] = null;
                    return result;
                }

                _failure?.Throw();
                Monitor.Wait(_gate);
            }
        }
    }

    private void Work()
    {
        while (Interlocked.Increment(ref _next) - 1 is var index && index < _items.Count)
        {
            TResult? result = null;
            ExceptionDispatchInfo? failure = null;
            try
            {
                result = _work(_items[index]);
            }
#pragma warning disable CA1031 // It is thrown again on the thread that waits.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            lock (_gate)
            {
                _results[index] = result;
                _failure ??= failure;
                Monitor.Pulse(_gate);
            }
        }
    }
}
