namespace Mochi.BeamAsm.Text;

/// <summary>A term of assembly text that does not say what it should.</summary>
/// <param name="code">Code of the diagnostic.</param>
/// <param name="message">What is wrong.</param>
internal sealed class AssemblyFormException(string code, string message) : Exception(message)
{
    /// <summary>Code of the diagnostic.</summary>
    public string Code { get; } = code;
}
