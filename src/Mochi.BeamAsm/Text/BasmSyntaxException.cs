namespace Mochi.BeamAsm.Text;

/// <summary>A line of basm text that does not say what it should.</summary>
/// <param name="code">Code of the diagnostic.</param>
/// <param name="message">What is wrong.</param>
/// <param name="start">Index of the first character at fault.</param>
/// <param name="end">Index after the last one.</param>
/// <param name="hint">What to do about it.</param>
internal sealed class BasmSyntaxException(string code, string message, int start, int end, string? hint = null)
    : Exception(message)
{
    /// <summary>Code of the diagnostic.</summary>
    public string Code { get; } = code;

    /// <summary>Index of the first character at fault.</summary>
    public int Start { get; } = start;

    /// <summary>Index after the last character at fault.</summary>
    public int End { get; } = end;

    /// <summary>What to do about it.</summary>
    public string? Hint { get; } = hint;
}
