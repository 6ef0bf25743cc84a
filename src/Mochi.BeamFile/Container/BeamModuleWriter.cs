using System.Numerics;
using System.Runtime.InteropServices;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Identity;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Container;

/// <summary>
/// Writes modules as erlc does, byte for byte: every table numbered by first use in the order of the code, exports and
/// locals in reverse, no empty <c>FunT</c> or <c>LitT</c>, OldUniq and <c>vsn</c> from the module's MD5.
/// </summary>
public static class BeamModuleWriter
{
    /// <summary>Writes a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">How; <see langword="null"/> for the form that the module has.</param>
    /// <returns>The whole file.</returns>
    public static byte[] Write(BeamModule module, BeamWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        var format = options?.Release is { } release ? BeamFormat.Of(release) : module.Format;
        using var tables = SymbolTables.Rent(module.Name);
        using var chunks = new ChunkSet();
        foreach (var extra in module.ExtraChunks)
        {
            chunks.Add(extra.Id).Write(extra.Data.Span);
        }

        WriteCode(module, format, tables, chunks);
        FunctionTableChunk.Write(chunks.Add(ChunkId.Exports), module.Exports, tables);
        FunctionTableChunk.Write(chunks.Add(ChunkId.Locals), module.EffectiveLocals(), tables);
        WriteSymbolicChunks(module, tables, chunks);
        WriteTables(format, tables, chunks);
        if (module.Meta is { } meta)
        {
            ExternalTermWriter.WriteVersioned(chunks.Add(ChunkId.Meta), meta, TermEncoding.Plain);
        }

        var md5 = chunks.ComputeMd5();
        if (chunks.Find(ChunkId.Lambdas) is { } lambdas)
        {
            LambdaChunk.SetOldUnique(lambdas, ModuleMd5.OldUnique(md5));
        }

        if (module.Attributes is { } attributes)
        {
            var term = module.GenerateVersion ? WithVersion(attributes, md5) : attributes;
            ExternalTermWriter.WriteVersioned(chunks.Add(ChunkId.Attributes), term, TermEncoding.Plain);
        }

        if (module.CompileInfo is { } compileInfo)
        {
            ExternalTermWriter.WriteVersioned(chunks.Add(ChunkId.CompileInfo), compileInfo, TermEncoding.Plain);
        }

        var file = chunks.ToFile(ChunkOrder(module));
        return module.IsCompressed
            ? Gzip.Compress(file, module.Deviations is { GzipHeader.IsDefault: false } it ? it.GzipHeader.AsSpan() : [])
            : file;
    }

    private static void WriteCode(BeamModule module, BeamFormat format, SymbolTables tables, ChunkSet chunks)
    {
        if (module.Deviations?.Tables is { } seed)
        {
            tables.Add(seed);
        }

        var code = chunks.Add(ChunkId.Code);
        code.WriteUInt32(16);
        code.WriteUInt32(0);
        var counts = code.Length;
        code.Reserve(12).Clear();
        var instructions = new InstructionWriter(code, tables);
        foreach (var function in module.Functions)
        {
            tables.Atom(function.Name);
            instructions.Write(function.Instructions);
        }

        var deviations = module.Deviations;
        if (deviations is { CodeTail.IsDefault: false })
        {
            code.Write(deviations.CodeTail.AsSpan());
        }
        else
        {
            code.WriteByte((int)Opcode.IntCodeEnd);
        }

        var maximumOpcode = Math.Max(instructions.MaximumOpcode, (int)format.LowestMaximumOpcode);
        if (instructions.HasTypedRegister)
        {
            // Types of registers came with this opcode, and loaders that have it understand them.
            maximumOpcode = Math.Max(maximumOpcode, (int)Opcode.CallFun2);
        }

        code.PatchUInt32(counts, deviations?.MaximumOpcode ?? (uint)maximumOpcode);
        code.PatchUInt32(counts + 4, deviations?.LabelCount ?? (uint)instructions.MaximumLabel + 1);
        code.PatchUInt32(counts + 8, deviations?.FunctionCount ?? (uint)instructions.FunctionCount);
        LineChunk.Write(
            chunks.Add(ChunkId.Lines),
            tables,
            deviations?.LineFlags ?? (instructions.HasExecutableLine ? LineChunk.ExecutableLineFlag : 0),
            deviations?.LineInstructionCount ?? (uint)instructions.LocationCount);
    }

    /// <summary>The chunks besides the code that name atoms and literals, in the order in which erlc makes them.</summary>
    private static void WriteSymbolicChunks(BeamModule module, SymbolTables tables, ChunkSet chunks)
    {
        if (!module.DebugPoints.IsDefault)
        {
            DebugVariableChunk.Write(chunks.Add(ChunkId.DebugVariables), module.DebugPoints, tables);
        }

        if (!module.Records.IsDefault)
        {
            RecordChunk.Write(chunks.Add(ChunkId.Records), module.Records, tables);
        }
    }

    private static void WriteTables(BeamFormat format, SymbolTables tables, ChunkSet chunks)
    {
        if (tables.Lambdas.Count > 0)
        {
            LambdaChunk.Write(chunks.Add(ChunkId.Lambdas), tables);
        }

        if (tables.Literals.Count > 0)
        {
            LiteralChunk.Write(chunks.Add(ChunkId.Literals), CollectionsMarshal.AsSpan(tables.Literals), format.PlainLiterals);
        }

        ImportChunk.Write(chunks.Add(ChunkId.Imports), tables);
        chunks.Add(ChunkId.Strings).Write(tables.Strings);
        TypeChunk.Write(chunks.Add(ChunkId.Types), tables.Types, format.TypeVersion);

        // Last, because every other table names atoms.
        var atoms = format.Atoms == AtomTableForm.Latin1 ? ChunkId.LatinAtoms : ChunkId.Atoms;
        AtomChunk.Write(chunks.Add(atoms), CollectionsMarshal.AsSpan(tables.Atoms), format.Atoms);
    }

    private static IReadOnlyList<string> ChunkOrder(BeamModule module) =>
        module.Deviations is { ChunkOrder.IsDefault: false } deviations
            ? deviations.ChunkOrder
            : StandardOrder(module.ExtraChunks.Select(chunk => chunk.Id));

    /// <summary>The order of erlc; chunks that a module does not have are left out later.</summary>
    internal static IReadOnlyList<string> StandardOrder(IEnumerable<string> extraChunks)
    {
        var order = new List<string>(20)
        {
            ChunkId.LatinAtoms, ChunkId.Atoms, ChunkId.Code, ChunkId.Strings, ChunkId.Imports, ChunkId.Exports,
            ChunkId.Lambdas, ChunkId.Literals,
            ChunkId.Meta, ChunkId.Records, ChunkId.DebugVariables, ChunkId.Locals, ChunkId.Attributes,
            ChunkId.CompileInfo,
        };
        order.AddRange(extraChunks.Where(id => !order.Contains(id)));
        order.Add(ChunkId.Lines);
        order.Add(ChunkId.Types);
        return order;
    }

    /// <summary>Puts the generated version in front, unless the attributes have one.</summary>
    private static Term WithVersion(Term attributes, ReadOnlySpan<byte> md5)
    {
        if (attributes is ListTerm list && HasVersion(list.Elements))
        {
            return attributes;
        }

        return attributes is ListTerm or NilTerm
            ? Term.ImproperList([VersionAttribute(md5)], attributes)
            : attributes;
    }

    internal static bool HasVersion(IEnumerable<Term> attributes) =>
        attributes.Any(item => item is TupleTerm { Arity: 2 } pair && pair[0] is AtomTerm { Name: "vsn" });

    /// <summary>The attribute that erlc makes when a module has none: the MD5 as a number.</summary>
    internal static TupleTerm VersionAttribute(ReadOnlySpan<byte> md5) =>
        Term.Tuple(Term.Atom("vsn"), Term.List(Term.Integer(new BigInteger(md5, isUnsigned: true, isBigEndian: true))));
}
