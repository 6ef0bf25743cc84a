using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Container;

/// <summary>What came of reading a file.</summary>
/// <param name="Module">The module; <see langword="null"/> when an error stands in the way.</param>
/// <param name="Chunks">The chunks, each for itself; <see langword="null"/> when not even they could be found.</param>
/// <param name="Diagnostics">What is wrong or doubtful, in the order found.</param>
public sealed record BeamReadResult(BeamModule? Module, BeamChunks? Chunks, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The module.</summary>
    /// <exception cref="DiagnosticException">There is none; the exception carries the error.</exception>
    public BeamModule Require() => Module
        ?? throw new DiagnosticException(
            Diagnostics.Last(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
}
