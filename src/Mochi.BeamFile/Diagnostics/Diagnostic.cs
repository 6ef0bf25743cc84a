namespace Mochi.BeamFile.Diagnostics;

/// <summary>One finding about an input: what is wrong, where, and what to do about it.</summary>
/// <param name="Code">
/// Stable code: two letters for the layer (<c>BF</c> .beam files, <c>BA</c> IR and assembly, <c>ML</c> the Mochi
/// language, <c>OT</c> packaging, <c>MC</c> commands) and three digits.
/// </param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">One sentence without a final full stop that names the thing at fault.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Hint">What the reader can do about it; <see langword="null"/> when there is nothing to say.</param>
public sealed record Diagnostic(
    string Code,
    DiagnosticSeverity Severity,
    string Message,
    DiagnosticPlace Place,
    string? Hint = null);
