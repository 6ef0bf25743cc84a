using System.Collections.Immutable;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Container;

/// <summary>
/// A module in symbolic form: what a .beam file says, without its tables, which the writer makes from the code.
/// Immutable; <c>with</c> makes changed copies.
/// </summary>
public sealed record BeamModule
{
    /// <summary>Makes a module.</summary>
    /// <param name="name">Its name, the first atom of the file.</param>
    /// <param name="functions">Its functions, in the order of the code.</param>
    /// <param name="exports">Its exported functions, in the order of the code.</param>
    public BeamModule(string name, ImmutableArray<CodeFunction> functions, ImmutableArray<FunctionEntry> exports)
    {
        Name = name;
        Functions = functions;
        Exports = exports;
    }

    /// <summary>The module's name.</summary>
    public string Name { get; init; }

    /// <summary>The functions, in the order of the code.</summary>
    public ImmutableArray<CodeFunction> Functions { get; init; }

    /// <summary>The exported functions, in the order of the code; the file has them in reverse.</summary>
    public ImmutableArray<FunctionEntry> Exports { get; init; }

    /// <summary>
    /// The functions that are not exported, in the order of the code; the file has them in reverse. The default value
    /// (not an empty array) stands for every function of <see cref="Functions"/> that is not in <see cref="Exports"/>.
    /// </summary>
    public ImmutableArray<FunctionEntry> Locals { get; init; }

    /// <summary>
    /// The attributes: a list of <c>{Name, Values}</c>. Where the file has the generated <c>vsn</c>, it is not in here,
    /// as it follows from the rest. <see langword="null"/> for no <c>Attr</c> chunk.
    /// </summary>
    public Term? Attributes { get; init; } = Term.Nil;

    /// <summary>
    /// Whether the writer puts a <c>vsn</c> (the MD5 of the module) at the head of the attributes when they have none.
    /// </summary>
    public bool GenerateVersion { get; init; } = true;

    /// <summary>
    /// What the compiler says about itself: a list of pairs. <see langword="null"/> for no <c>CInf</c> chunk.
    /// </summary>
    public Term? CompileInfo { get; init; } = Term.Nil;

    /// <summary>
    /// The language features in use; <see langword="null"/> for no <c>Meta</c> chunk, as for modules not from .erl.
    /// </summary>
    public Term? Meta { get; init; }

    /// <summary>The native records (OTP 29); the default value for no <c>Recs</c> chunk.</summary>
    public ImmutableArray<RecordDefinition> Records { get; init; }

    /// <summary>
    /// What debuggers can see at each <c>debug_line</c> (OTP 29); the default value for no <c>DbgB</c> chunk.
    /// </summary>
    public ImmutableArray<DebugPoint> DebugPoints { get; init; }

    /// <summary>
    /// The chunks that are kept as they are, in the order of the file: debug information, documentation, and what
    /// nobody knows.
    /// </summary>
    public ImmutableArray<RawChunk> ExtraChunks { get; init; } = [];

    /// <summary>Whether the whole file is compressed with gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>How the file is written, where OTP releases differ.</summary>
    public BeamFormat Format { get; init; } = BeamFormat.Otp27;

    /// <summary>What departs from what compilers write; <see langword="null"/> when nothing does.</summary>
    public FileDeviations? Deviations { get; init; }

    /// <summary>The functions that are not exported, whether given or derived.</summary>
    public ImmutableArray<FunctionEntry> EffectiveLocals()
    {
        if (!Locals.IsDefault)
        {
            return Locals;
        }

        var exported = new HashSet<string>();
        foreach (var entry in Exports)
        {
            exported.Add($"{entry.Name}/{entry.Arity}");
        }

        return
        [
            .. Functions.Where(function => !exported.Contains($"{function.Name}/{function.Arity}"))
                .Select(function => new FunctionEntry(function.Name, function.Arity, function.EntryLabel)),
        ];
    }

    /// <summary>
    /// Decodes the debug information, the documentation or what Elixir's checker knows: chunks <c>Dbgi</c>, <c>Abst</c>,
    /// <c>Docs</c>, <c>ExCk</c>.
    /// </summary>
    /// <param name="id">The chunk's id.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <returns>What it says; <see langword="null"/> when there is no such chunk.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">The chunk is damaged or has an unknown form.</exception>
    public MetadataChunk? Metadata(string id, ReadLimits? limits = null) =>
        ExtraChunk(id) is { } chunk ? MetadataChunk.Read(id, chunk.Data, limits) : null;

    /// <summary>The module with this in place of its chunk of the same id, or behind its other chunks.</summary>
    public BeamModule With(MetadataChunk metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return With(new RawChunk(metadata.ChunkId, metadata.Encode()));
    }

    /// <summary>The module with this in place of its extra chunk of the same id, or behind its other chunks.</summary>
    public BeamModule With(RawChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        for (var index = 0; index < ExtraChunks.Length; index++)
        {
            if (ExtraChunks[index].Id == chunk.Id)
            {
                return this with { ExtraChunks = ExtraChunks.SetItem(index, chunk) };
            }
        }

        var added = this with { ExtraChunks = ExtraChunks.Add(chunk) };
        return Deviations is { ChunkOrder.IsDefault: false } deviations && !deviations.ChunkOrder.Contains(chunk.Id)
            ? added with { Deviations = deviations with { ChunkOrder = deviations.ChunkOrder.Add(chunk.Id) } }
            : added;
    }

    /// <summary>The chunk that is kept as it is under this id; <see langword="null"/> when there is none.</summary>
    public RawChunk? ExtraChunk(string id)
    {
        foreach (var chunk in ExtraChunks)
        {
            if (chunk.Id == id)
            {
                return chunk;
            }
        }

        return null;
    }
}
