using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Editing;

/// <summary>Tells which kind of chunk an id stands for, and what can be done without.</summary>
public static class ChunkKinds
{
    /// <summary>The kind of the chunks of an id.</summary>
    public static ChunkKind Of(string id) => id switch
    {
        ChunkId.LatinAtoms or ChunkId.Atoms or ChunkId.Code or ChunkId.Strings or ChunkId.Imports or ChunkId.Exports
            or ChunkId.Lambdas or ChunkId.Literals or ChunkId.Meta or ChunkId.Records or ChunkId.DebugVariables =>
            ChunkKind.Code,
        ChunkId.Lines => ChunkKind.Lines,
        ChunkId.Types => ChunkKind.Types,
        ChunkId.Locals => ChunkKind.Locals,
        ChunkId.Attributes => ChunkKind.Attributes,
        ChunkId.CompileInfo => ChunkKind.CompileInfo,
        ChunkId.DebugInfo or ChunkId.AbstractCode => ChunkKind.DebugInfo,
        ChunkId.Documentation => ChunkKind.Documentation,
        ChunkId.ElixirChecker => ChunkKind.Checker,
        _ => ChunkKind.Other,
    };

    /// <summary>
    /// Whether a file needs the chunk: loaders refuse one without <c>Code</c>, <c>ImpT</c>, <c>ExpT</c> and atoms, and
    /// <c>beam_lib</c> one without <c>StrT</c>.
    /// </summary>
    public static bool IsRequired(string id) => id is ChunkId.LatinAtoms or ChunkId.Atoms or ChunkId.Code
        or ChunkId.Strings or ChunkId.Imports or ChunkId.Exports;
}
