namespace Mochi.Fuzz;

/// <summary>An input that the library did not answer as it should.</summary>
/// <param name="Kind">What happened, without numbers that differ from input to input.</param>
/// <param name="Detail">The exception or the figures.</param>
public sealed record Finding(string Kind, string Detail)
{
    /// <summary>Runs an input; <see langword="null"/> when all is well.</summary>
    public static Finding? Of(byte[] input, Action<byte[]> run, long budget)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            run(input);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var frame = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Mochi.", StringComparison.Ordinal));
            return new Finding($"{exception.GetType().Name} {(exception is FuzzException ? exception.Message : frame?.Trim())}", exception.ToString());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return allocated > budget ? new Finding("memory", $"{allocated} bytes allocated, {budget} allowed") : null;
    }
}
