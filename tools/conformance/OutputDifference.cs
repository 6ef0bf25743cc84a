namespace Mochi.Conformance;

/// <summary>The first line in which two outputs differ.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Expected">The recorded line; <see langword="null"/> after the recorded end.</param>
/// <param name="Actual">The line that was printed; <see langword="null"/> after its end.</param>
internal sealed record OutputDifference(int Line, string? Expected, string? Actual)
{
    /// <summary>Compares line by line; white space at the very end does not count.</summary>
    public static OutputDifference? Find(string expected, string actual)
    {
        var expectedLines = Lines(expected);
        var actualLines = Lines(actual);
        for (var index = 0; index < Math.Max(expectedLines.Length, actualLines.Length); index++)
        {
            var wanted = index < expectedLines.Length ? expectedLines[index] : null;
            var printed = index < actualLines.Length ? actualLines[index] : null;
            if (wanted != printed)
            {
                return new OutputDifference(index + 1, wanted, printed);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: expected {Quote(Expected)}, got {Quote(Actual)}";

    private static string Quote(string? line) => line is null ? "the end" : $"'{line}'";

    private static string[] Lines(string text)
    {
        var trimmed = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
        return trimmed.Length == 0 ? [] : trimmed.Split('\n');
    }
}
