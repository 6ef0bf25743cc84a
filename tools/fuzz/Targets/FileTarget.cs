using System.Buffers.Binary;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;

namespace Mochi.Fuzz;

/// <summary>
/// Whole files: the file is read into a module and every chunk decoded for itself; the module is written and read again
/// until it stays as it is, with the same code. What could be read must be possible to write.
/// </summary>
public sealed class FileTarget(Corpus corpus) : FuzzTarget
{
    private static readonly ReadLimits Limits = ReadLimits.Default;
    private static readonly BeamReaderOptions Options = BeamReaderOptions.Default;
    private static readonly string[] TermChunks = ["Attr", "CInf", "Dbgi", "Docs", "ExCk", "Meta", "Abst"];
    private static readonly string[] MetadataChunks = ["Dbgi", "Abst", "Docs", "ExCk"];
    private readonly FileMutator _mutator = new(corpus);

    public override string Name => "file";

    public override int Share => 300;

    public override byte[] Make(FuzzRandom random) => _mutator.Make(random);

    public override long Budget(byte[] input) => (8L << 20) + (4000L * (input.Length + Expanded(input)));

    public override bool Run(byte[] input)
    {
        var read = BeamModuleReader.Read(input, Options);
        if (read.Chunks is not { } chunks)
        {
            CheckAll(read, null, Math.Max(input.Length, Expanded(input)));
            return false;
        }

        var size = chunks.Container.Data.Length + Expanded(chunks.Container.Data.Span);
        CheckAll(read, chunks.Container, size);
        DecodeChunks(chunks, size);
        if (read.Module is not { } module)
        {
            return read.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                ? false : throw new FuzzException("there is neither a module nor an error");
        }

        Write(module, input);
        return true;
    }

    private static void CheckAll(BeamReadResult read, BeamContainer? container, long size)
    {
        foreach (var diagnostic in read.Diagnostics)
        {
            DiagnosticCheck.InFile(diagnostic, container, size);
        }
    }

    private static void DecodeChunks(BeamChunks chunks, long size)
    {
        Check(() => chunks.Types);
        Check(() => chunks.Literals);
        if (Check(() => chunks.Atoms))
        {
            Check(() => chunks.Imports);
            Check(() => chunks.Exports);
            Check(() => chunks.Locals);
            Check(() => chunks.Lambdas);
            Check(() => chunks.Lines);
            Check(() => chunks.Code);
            Check(() => chunks.Records.IsDefault);
            Check(() => chunks.DebugPoints.IsDefault);
        }

        foreach (var id in TermChunks)
        {
            Check(() => chunks.Term(id) is { } term ? UseTerm(term) : null);
        }

        foreach (var id in MetadataChunks)
        {
            Check(() => chunks.Metadata(id) is { } metadata ? Encode(metadata, size) : null);
        }

        bool Check(Func<object?> action)
        {
            try
            {
                action();
                return true;
            }
            catch (DiagnosticException exception)
            {
                DiagnosticCheck.InFile(exception.Diagnostic, chunks.Container, size);
                return false;
            }
        }
    }

    private static string UseTerm(Term term)
    {
        var encoded = ExternalTermFormat.Encode(term);
        if (ExternalTermFormat.Decode(encoded) != term)
        {
            throw new FuzzException("a term is not what it is when written and read again");
        }

        return TermPrinter.Print(term, TermPrintOptions.Tp, 4000);
    }

    private static byte[] Encode(MetadataChunk metadata, long size)
    {
        var encoded = metadata.Encode();
        try
        {
            return MetadataChunk.Read(metadata.ChunkId, encoded).Encode().AsSpan().SequenceEqual(encoded)
                ? encoded : throw new FuzzException($"chunk {metadata.ChunkId} changes each time it is written and read again");
        }
        catch (DiagnosticException exception)
        {
            DiagnosticCheck.InFile(exception.Diagnostic, null, size);
            throw new FuzzException($"what was written of chunk {metadata.ChunkId} cannot be read: {exception.Diagnostic.Code}");
        }
    }

    /// <summary>
    /// Tables that no compiler writes are put in order when they are written, perhaps in two steps; then nothing may change.
    /// </summary>
    private static void Write(BeamModule module, byte[] input)
    {
        var written = Written(module);
        var listing = ModuleListing.Write(module);
        for (var round = 0; ; round++)
        {
            var result = BeamModuleReader.Read(written, Options);
            var again = result.Module
                ?? throw new FuzzException($"what was written cannot be read: {result.Diagnostics[^1].Code}");
            if (round == 0 && ModuleListing.Write(again) != listing && !HasSameCode(input, written))
            {
                throw new FuzzException("a module has other code when it is written and read again");
            }

            var next = Written(again);
            if (next.AsSpan().SequenceEqual(written))
            {
                return;
            }

            written = round == 0 ? next : throw new FuzzException("a module changes each time it is written and read again");
        }
    }

    // Of maps that are equal and differ in order, one stands for all: the text of the code may change, the code does not.
    private static bool HasSameCode(byte[] input, byte[] written)
    {
        var comparison = ModuleComparison.Of(Chunks(input), Chunks(written));
        return comparison.Functions.IsEmpty && comparison.Class < ComparisonClass.Changed;

        static BeamChunks Chunks(byte[] file) => BeamModuleReader.Read(file, Options).Chunks!;
    }

    private static byte[] Written(BeamModule module)
    {
        try
        {
            return BeamModuleWriter.Write(module);
        }
        catch (DiagnosticException exception)
        {
            throw new FuzzException($"what was read cannot be written: {exception.Diagnostic.Code}, {exception.StackTrace?.Split('\n')[0].Trim()}");
        }
    }

    /// <summary>What the compressed parts of an input claim to expand to, as far as deflate could do it.</summary>
    private static long Expanded(ReadOnlySpan<byte> input)
    {
        if (input is [0x1F, 0x8B, ..])
        {
            return input.Length * 1100L;
        }

        var expanded = 0L;
        for (var index = 0; index + 8 <= input.Length; index++)
        {
            var rest = input[index..];
            if (rest is [(byte)'L', (byte)'i', (byte)'t', (byte)'T', ..] && rest.Length >= 12)
            {
                expanded += Math.Min(BinaryPrimitives.ReadUInt32BigEndian(rest[8..]), rest.Length * 1100L);
            }
            else if (rest is [131, 80, ..])
            {
                expanded += Math.Min(BinaryPrimitives.ReadUInt32BigEndian(rest[2..]), rest.Length * 1100L);
            }
        }

        return expanded;
    }
}
