using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Takes chunks out of a file. What is left has the order in which <c>beam_lib:strip/1,2</c> writes it: the chunks kept
/// besides, <c>Line</c>, <c>Type</c>, the chunks of the module; when only some chunks are dropped, the order stays. Compressing
/// the file, which <c>beam_lib:strip</c> always does, is a separate choice (<see cref="ChunkFile.IsCompressed"/>).
/// </summary>
public static class ChunkStripping
{
    private static readonly string[] Significant =
    [
        ChunkId.Lines, ChunkId.Types, ChunkId.LatinAtoms, ChunkId.Atoms, ChunkId.Code, ChunkId.Strings, ChunkId.Imports,
        ChunkId.Exports, ChunkId.Lambdas, ChunkId.Literals, ChunkId.Meta, ChunkId.Records, ChunkId.DebugVariables,
    ];

    /// <summary>Strips a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="selection">What stays; <see langword="null"/> for what <c>beam_lib:strip/1</c> keeps.</param>
    /// <returns>The file with fewer chunks; whether it is compressed stays as it was.</returns>
    /// <exception cref="DiagnosticException">
    /// A chunk would be dropped, or is missing, that loaders require (BF030), or the code needs one that would be dropped.
    /// </exception>
    public static ChunkFile Strip(ChunkFile file, StripSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        selection ??= StripSelection.Default;
        var kept = ImmutableArray.CreateBuilder<RawChunk>(file.Chunks.Length);
        var isModuleWhole = true;
        foreach (var chunk in file.Chunks)
        {
            if (selection.Keeps(chunk.Id))
            {
                kept.Add(chunk);
            }
            else
            {
                isModuleWhole &= ChunkKinds.Of(chunk.Id) is not (ChunkKind.Code or ChunkKind.Lines or ChunkKind.Types);
            }
        }

        if (!selection.KeepsTheRest)
        {
            kept.Sort((left, right) => Rank(left, file, selection).CompareTo(Rank(right, file, selection)));
        }

        var stripped = file with { Chunks = kept.ToImmutable() };
        ChunkEditing.RequireChunks(stripped);
        return isModuleWhole ? stripped : ChunkEditing.Checked(file, stripped);
    }

    // What is kept besides by its id comes in the order asked for, then that by its kind in the order of the file.
    private static int Rank(RawChunk chunk, ChunkFile file, StripSelection selection)
    {
        var significant = Array.IndexOf(Significant, chunk.Id);
        if (significant >= 0)
        {
            return int.MaxValue - Significant.Length + significant;
        }

        var asked = selection.Keep.IndexOf(chunk.Id);
        return asked >= 0 ? asked : selection.Keep.Length + file.Chunks.IndexOf(chunk);
    }
}
