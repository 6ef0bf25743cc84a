using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Identity;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Container;

/// <summary>
/// The chunks of a file, each decoded when it is first asked for. A property throws a
/// <see cref="DiagnosticException"/> when its chunk is damaged, and has an empty value when there is no such chunk.
/// </summary>
public sealed class BeamChunks
{
    private readonly ReadLimits _limits;
    private AtomTable? _atoms;
    private ImmutableArray<ImportOperand> _imports;
    private ImmutableArray<FunctionEntry> _exports;
    private ImmutableArray<FunctionEntry> _locals;
    private ImmutableArray<LambdaEntry> _lambdas;
    private LiteralTable? _literals;
    private LineTable? _lines;
    private TypeTable? _types;
    private CodeHeader? _codeHeader;
    private DecodedCode? _code;
    private ImmutableArray<RecordDefinition> _records;
    private ImmutableArray<DebugPoint> _debugPoints;

    /// <summary>Makes the view of a file.</summary>
    /// <param name="container">The file.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    public BeamChunks(BeamContainer container, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(container);
        Container = container;
        _limits = limits ?? ReadLimits.Default;
    }

    /// <summary>The file.</summary>
    public BeamContainer Container { get; }

    /// <summary>The module's name, the first atom.</summary>
    public string ModuleName => Atoms.Names[0];

    /// <summary>The atoms.</summary>
    public AtomTable Atoms => _atoms ??= ReadAtoms();

    /// <summary>The imported functions.</summary>
    public ImmutableArray<ImportOperand> Imports => _imports.IsDefault
        ? _imports = ImportChunk.Read(Data(ChunkId.Imports).Span, Atoms) : _imports;

    /// <summary>The exported functions, in the order of the file.</summary>
    public ImmutableArray<FunctionEntry> Exports => _exports.IsDefault
        ? _exports = FunctionTableChunk.Read(Data(ChunkId.Exports).Span, ChunkId.Exports, Atoms) : _exports;

    /// <summary>The functions that are not exported, in the order of the file.</summary>
    public ImmutableArray<FunctionEntry> Locals => _locals.IsDefault
        ? _locals = Container.Find(ChunkId.Locals) is { } chunk
            ? FunctionTableChunk.Read(chunk.Data.Span, ChunkId.Locals, Atoms) : []
        : _locals;

    /// <summary>The lambdas.</summary>
    public ImmutableArray<LambdaEntry> Lambdas => _lambdas.IsDefault
        ? _lambdas = Container.Find(ChunkId.Lambdas) is { } chunk ? LambdaChunk.Read(chunk.Data.Span, Atoms) : []
        : _lambdas;

    /// <summary>The literals.</summary>
    public LiteralTable Literals => _literals ??= Container.Find(ChunkId.Literals) is { } chunk
        ? LiteralChunk.Read(chunk.Data, _limits)
        : new LiteralTable([], Atoms.Form == AtomTableForm.LongLengths);

    /// <summary>The places in the source; <see langword="null"/> when there is no such chunk.</summary>
    public LineTable? Lines => _lines ??=
        Container.Find(ChunkId.Lines) is { } chunk ? LineChunk.Read(chunk.Data.Span, ModuleName) : null;

    /// <summary>The types; <see langword="null"/> when there is no such chunk or none of a known version.</summary>
    public TypeTable? Types => _types ??=
        Container.Find(ChunkId.Types) is { } chunk ? TypeChunk.Read(chunk.Data.Span) : null;

    /// <summary>The string table.</summary>
    public ReadOnlyMemory<byte> Strings => Container.Find(ChunkId.Strings)?.Data ?? default;

    /// <summary>The head of the code.</summary>
    public CodeHeader CodeHeader => _codeHeader ??= CodeChunk.ReadHeader(Data(ChunkId.Code).Span);

    /// <summary>The instructions with their offsets.</summary>
    public DecodedCode Code => _code ??= InstructionReader.Read(this, Data(ChunkId.Code), _limits);

    /// <summary>Walks through the instructions without keeping them.</summary>
    public InstructionScanner ScanCode() => new(this, Data(ChunkId.Code), _limits);

    /// <summary>The attributes as the file has them; <see langword="null"/> when there is no such chunk.</summary>
    public Term? Attributes => Term(ChunkId.Attributes);

    /// <summary>What the compiler says about itself; <see langword="null"/> when there is no such chunk.</summary>
    public Term? CompileInfo => Term(ChunkId.CompileInfo);

    /// <summary>The native records; the default value when there is no such chunk.</summary>
    public ImmutableArray<RecordDefinition> Records => _records.IsDefault
        && Container.Find(ChunkId.Records) is { } chunk ? _records = RecordChunk.Read(chunk.Data, this) : _records;

    /// <summary>What debuggers can see, place by place; the default value when there is no such chunk.</summary>
    public ImmutableArray<DebugPoint> DebugPoints => _debugPoints.IsDefault
        && Container.Find(ChunkId.DebugVariables) is { } chunk
            ? _debugPoints = DebugVariableChunk.Read(chunk.Data, this) : _debugPoints;

    /// <summary>The MD5 of the module as <c>beam_lib:md5/1</c> and <c>module_info(md5)</c> give it, 16 bytes.</summary>
    public ImmutableArray<byte> Md5 => ImmutableCollectionsMarshal.AsImmutableArray(ModuleMd5.Compute(Container));

    /// <summary>
    /// Decodes a chunk that holds a term, such as <c>Attr</c>, <c>CInf</c>, <c>Dbgi</c> or <c>Docs</c>.
    /// </summary>
    /// <param name="id">The chunk's id.</param>
    /// <returns>The term; <see langword="null"/> when there is no such chunk.</returns>
    public Term? Term(string id)
    {
        if (Container.Find(id) is not { } chunk)
        {
            return null;
        }

        var position = 0;
        return ExternalTermReader.ReadVersioned(chunk.Data, id, ref position, _limits);
    }

    /// <summary>
    /// Decodes a chunk that only tools read: <c>Dbgi</c>, <c>Abst</c>, <c>Docs</c> or <c>ExCk</c>. It is decoded anew at
    /// each call.
    /// </summary>
    /// <param name="id">The chunk's id.</param>
    /// <returns>What it says; <see langword="null"/> when there is no such chunk.</returns>
    /// <exception cref="DiagnosticException">The chunk is damaged or has a form that is not known.</exception>
    public MetadataChunk? Metadata(string id) =>
        Container.Find(id) is { } chunk ? MetadataChunk.Read(id, chunk.Data, _limits) : null;

    private ReadOnlyMemory<byte> Data(string id) => Container.Find(id)?.Data
        ?? throw new DiagnosticException(new Diagnostic(
            BeamFileCodes.MissingChunk, DiagnosticSeverity.Error, $"the file has no chunk {id}",
            new DiagnosticPlace(null, Chunk: id, Offset: 0)));

    private AtomTable ReadAtoms()
    {
        var id = Container.Find(ChunkId.Atoms) is null && Container.Find(ChunkId.LatinAtoms) is not null
            ? ChunkId.LatinAtoms : ChunkId.Atoms;
        var table = AtomChunk.Read(Data(id).Span, id, _limits);
        return table.Names.IsEmpty
            ? throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.BadCount, DiagnosticSeverity.Error, "there are no atoms, not even the module's name",
                new DiagnosticPlace(null, Chunk: id, Offset: 0)))
            : table;
    }
}
