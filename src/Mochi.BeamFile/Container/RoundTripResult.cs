using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Container;

/// <summary>What came of a round trip.</summary>
/// <param name="IsIdentical">Whether the whole file came out byte for byte as it went in.</param>
/// <param name="Chunks">
/// Each chunk of the file, and those that came out but were not there; empty when nothing could be written.
/// </param>
/// <param name="Diagnostics">What reading and writing had to say.</param>
public sealed record RoundTripResult(
    bool IsIdentical, ImmutableArray<ChunkComparison> Chunks, ImmutableArray<Diagnostic> Diagnostics);
