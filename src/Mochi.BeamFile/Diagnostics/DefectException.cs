namespace Mochi.BeamFile.Diagnostics;

/// <summary>
/// Stops work because the program that does it is at fault, whatever the input; it carries the
/// <see cref="Diagnostic"/> that a command shows before it asks for a report.
/// </summary>
public sealed class DefectException : Exception
{
    /// <summary>Creates the exception for one finding.</summary>
    /// <param name="diagnostic">What is wrong.</param>
    /// <param name="innerException">What the platform reported, if anything.</param>
    public DefectException(Diagnostic diagnostic, Exception? innerException = null)
        : base(diagnostic?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>What is wrong, and for which part of the input.</summary>
    public Diagnostic Diagnostic { get; }
}
