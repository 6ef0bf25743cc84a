using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Editing;

/// <summary>What came of a file.</summary>
/// <param name="Content">The bytes of the new file.</param>
/// <param name="Diagnostics">What is to be said about it.</param>
internal sealed record EditedFile(byte[] Content, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The module's name before, when it has another one now.</summary>
    public string? OldModule { get; init; }

    /// <summary>The module's new name, when it has one.</summary>
    public string? NewModule { get; init; }
}
