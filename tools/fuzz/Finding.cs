namespace Mochi.Fuzz;

/// <summary>An input that the library did not answer as it should.</summary>
/// <param name="Kind">What happened, without numbers that differ from input to input.</param>
/// <param name="Detail">The exception or the figures.</param>
public sealed record Finding(string Kind, string Detail)
{
    /// <summary>Runs an input; <see langword="null"/> when all is well.</summary>
    public static Finding? Of(byte[] input, Func<byte[], bool> run, long budget) => Of(input, run, budget, out _, out _);

    /// <summary>Runs an input; says as well whether it was accepted and how many bytes were allocated.</summary>
    public static Finding? Of(byte[] input, Func<byte[], bool> run, long budget, out bool isAccepted, out long allocated)
    {
        isAccepted = false;
        allocated = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            isAccepted = run(input);
        }
        catch (Exception exception)
        {
            var frame = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Mochi.", StringComparison.Ordinal));
            return new Finding($"{exception.GetType().Name} {(exception is FuzzException ? exception.Message : frame?.Trim())}", exception.ToString());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > budget ? new Finding("memory", $"{allocated} bytes allocated, {budget} allowed") : null;
    }
}
