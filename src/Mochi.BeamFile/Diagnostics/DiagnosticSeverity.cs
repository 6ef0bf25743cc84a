namespace Mochi.BeamFile.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Something worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Something is doubtful; the result can still be used.</summary>
    Warning,

    /// <summary>Something is wrong; there is no result.</summary>
    Error,
}
