namespace Mochi.BeamFile.Editing;

/// <summary>What the chunks of a file are for. Every chunk id belongs to one kind.</summary>
public enum ChunkKind
{
    /// <summary>
    /// The module itself, what its MD5 is made of: <c>AtU8</c>, <c>Code</c>, <c>StrT</c>, <c>ImpT</c>, <c>ExpT</c>, <c>FunT</c>,
    /// <c>LitT</c>, <c>Meta</c>, <c>Recs</c>, <c>DbgB</c>, and <c>Atom</c> of old files.
    /// </summary>
    Code,

    /// <summary>Places in the source, for stack traces: <c>Line</c>.</summary>
    Lines,

    /// <summary>Types of registers, for the just-in-time compiler: <c>Type</c>.</summary>
    Types,

    /// <summary>The functions that are not exported, for tools: <c>LocT</c>.</summary>
    Locals,

    /// <summary>Module attributes, which <c>module_info/1</c> shows: <c>Attr</c>.</summary>
    Attributes,

    /// <summary>What the compiler says about itself: <c>CInf</c>.</summary>
    CompileInfo,

    /// <summary>Abstract code, for debuggers and analysers: <c>Dbgi</c>, <c>Abst</c>.</summary>
    DebugInfo,

    /// <summary>Documentation: <c>Docs</c>.</summary>
    Documentation,

    /// <summary>What Elixir's checker knows: <c>ExCk</c>.</summary>
    Checker,

    /// <summary>Every other id.</summary>
    Other,
}
