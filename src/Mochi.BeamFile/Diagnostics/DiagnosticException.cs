namespace Mochi.BeamFile.Diagnostics;

/// <summary>
/// Stops work on an input that cannot be used; it carries the <see cref="Diagnostic"/> that a command shows instead
/// of a stack trace.
/// </summary>
public sealed class DiagnosticException : Exception
{
    /// <summary>Creates the exception for one finding.</summary>
    /// <param name="diagnostic">What is wrong.</param>
    /// <param name="innerException">What the platform reported, if anything.</param>
    public DiagnosticException(Diagnostic diagnostic, Exception? innerException = null)
        : base(diagnostic?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>What is wrong, where, and what to do about it.</summary>
    public Diagnostic Diagnostic { get; }
}
