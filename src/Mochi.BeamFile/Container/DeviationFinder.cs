using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Container;

/// <summary>
/// Finds out in which form a file is written and what in it departs from what compilers write, by writing the code once
/// and comparing the tables that come of it.
/// </summary>
internal sealed class DeviationFinder : IDisposable
{
    private static readonly Opcode[] LowestMaximums = [Opcode.MakeFun3, Opcode.BsCreateBin, Opcode.UpdateRecord];

    private readonly BeamModule _module;
    private readonly BeamChunks _chunks;
    private readonly ImmutableArray<byte> _codeTail;
    private readonly SymbolTables _tables;
    private readonly ByteWriter _scratch = new(4096);
    private readonly InstructionWriter _code;

    private DeviationFinder(BeamModule module, BeamChunks chunks, ImmutableArray<byte> codeTail)
    {
        _module = module;
        _chunks = chunks;
        _codeTail = codeTail;
        _tables = SymbolTables.Rent(module.Name);
        _code = new InstructionWriter(_scratch, _tables);
    }

    public static BeamModule Complete(BeamModule module, BeamChunks chunks, ImmutableArray<byte> codeTail)
    {
        using var finder = new DeviationFinder(module, chunks, codeTail);
        return finder.Complete();
    }

    public void Dispose()
    {
        _tables.Dispose();
        _scratch.Dispose();
    }

    private BeamModule Complete()
    {
        foreach (var function in _module.Functions)
        {
            _tables.Atom(function.Name);
            _scratch.Clear();
            _code.Write(function.Instructions);
        }

        foreach (var entry in _module.Exports.Concat(_module.EffectiveLocals()))
        {
            _tables.Atom(entry.Name);
        }

        if (!_module.DebugPoints.IsDefault)
        {
            DebugVariableChunk.Write(_scratch, _module.DebugPoints, _tables);
        }

        if (!_module.Records.IsDefault)
        {
            RecordChunk.Write(_scratch, _module.Records, _tables);
        }

        var (lowest, stored) = MaximumOpcode();
        var deviations = new FileDeviations
        {
            ChunkOrder = ChunkOrder(),
            CodeTail = _codeTail,
            GzipHeader = _chunks.Container.GzipHeader,
            Tables = _codeTail.IsDefault && TablesFollowFromCode() ? null : Seed(),
            MaximumOpcode = stored,
            LabelCount = Unless(_chunks.CodeHeader.LabelCount, (uint)_code.MaximumLabel + 1),
            FunctionCount = Unless(_chunks.CodeHeader.FunctionCount, (uint)_code.FunctionCount),
            LineFlags = _chunks.Lines is { } flagged
                ? Unless(flagged.Flags, _code.HasExecutableLine ? LineChunk.ExecutableLineFlag : 0) : null,
            LineInstructionCount = _chunks.Lines is { } lines
                ? Unless(lines.InstructionCount, (uint)_code.LocationCount) : null,
        };
        return _module with
        {
            Format = Format() with { LowestMaximumOpcode = lowest },
            Deviations = deviations == new FileDeviations() ? null : deviations,
        };
    }

    private static uint? Unless(uint stored, uint usual) => stored == usual ? null : stored;

    private BeamFormat Format()
    {
        var atoms = _chunks.Atoms.Form;
        var types = _chunks.Types?.Version ?? (atoms == AtomTableForm.LongLengths ? 4 : 3);
        var lowest = types == 4 ? Opcode.UpdateRecord
            : atoms == AtomTableForm.LongLengths ? Opcode.BsCreateBin : Opcode.MakeFun3;
        return new BeamFormat(atoms, _chunks.Literals.IsPlain, types, lowest);
    }

    private (Opcode Lowest, uint? Stored) MaximumOpcode()
    {
        var stored = _chunks.CodeHeader.MaximumOpcode;
        var used = (uint)Math.Max(_code.MaximumOpcode, _code.HasTypedRegister ? (int)Opcode.CallFun2 : 0);
        var usual = Format().LowestMaximumOpcode;
        foreach (var lowest in LowestMaximums.Prepend(usual))
        {
            if (Math.Max((uint)lowest, used) == stored)
            {
                return (lowest, null);
            }
        }

        return (usual, stored);
    }

    private ImmutableArray<string> ChunkOrder()
    {
        var actual = _chunks.Container.Chunks
            .Where(chunk => ReferenceEquals(chunk, _chunks.Container.Find(chunk.Id)))
            .Select(chunk => chunk.Id)
            .ToImmutableArray();
        var usual = BeamModuleWriter.StandardOrder(_module.ExtraChunks.Select(chunk => chunk.Id)).Where(IsWritten);
        return usual.SequenceEqual(actual) ? default : actual;
    }

    /// <summary>Whether the writer makes this chunk when nothing is said about chunks.</summary>
    private bool IsWritten(string id) => _module.ExtraChunk(id) is not null || id switch
    {
        ChunkId.LatinAtoms => _chunks.Atoms.Form == AtomTableForm.Latin1,
        ChunkId.Atoms => _chunks.Atoms.Form != AtomTableForm.Latin1,
        ChunkId.Lambdas => !_chunks.Lambdas.IsEmpty,
        ChunkId.Literals => !_chunks.Literals.Terms.IsEmpty,
        ChunkId.Meta => _module.Meta is not null,
        ChunkId.Attributes => _module.Attributes is not null,
        ChunkId.CompileInfo => _module.CompileInfo is not null,
        ChunkId.Records => !_module.Records.IsDefault,
        ChunkId.DebugVariables => !_module.DebugPoints.IsDefault,
        _ => true,
    };

    private bool TablesFollowFromCode() =>
        _tables.Atoms.SequenceEqual(_chunks.Atoms.Names)
        && _tables.Imports.Select(entry => entry.Import).SequenceEqual(_chunks.Imports)
        && _tables.Literals.SequenceEqual(_chunks.Literals.Terms)
        && _tables.Lambdas.SequenceEqual(Lambdas())
        && (_chunks.Types is null || _tables.Types.SequenceEqual(_chunks.Types.Types))
        && (_chunks.Lines is null || (_tables.FileNames.SequenceEqual(_chunks.Lines.FileNames)
            && _tables.Locations.Select(Location).SequenceEqual(_chunks.Lines.Locations)))
        && _tables.Strings.SequenceEqual(_chunks.Strings.Span);

    private LocationOperand Location((int File, int Line) location) =>
        new(_tables.FileNames[location.File], location.Line);

    private IEnumerable<LambdaOperand> Lambdas() => _chunks.Lambdas.Select(
        entry => new LambdaOperand(entry.Function, entry.Arity, entry.Label, entry.FreeCount));

    private TableSeed Seed() => new()
    {
        Atoms = _chunks.Atoms.Names,
        Imports = _chunks.Imports,
        Literals = _chunks.Literals.Terms,
        Lambdas = [.. Lambdas()],
        Types = _chunks.Types?.Types ?? ImmutableArray<BeamType>.Empty,
        FileNames = _chunks.Lines is { } lines ? [.. lines.FileNames.Skip(1)] : [],
        Locations = _chunks.Lines?.Locations ?? [],
        Strings = [.. _chunks.Strings.Span],
    };
}
