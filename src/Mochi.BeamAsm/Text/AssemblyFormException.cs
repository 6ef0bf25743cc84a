namespace Mochi.BeamAsm.Text;

/// <summary>A term of assembly text that does not say what it should.</summary>
/// <param name="code">Code of the diagnostic.</param>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to do about it.</param>
internal sealed class AssemblyFormException(string code, string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string? Hint { get; } = hint;

    /// <summary>Code of the diagnostic.</summary>
    public string Code { get; } = code;
}
