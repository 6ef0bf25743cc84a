using System.Buffers.Binary;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.Fuzz;

/// <summary>
/// What is done with an input: every chunk is decoded for itself, the file is read into a module, the module is written and
/// read again until it stays as it is, and its code is listed. A diagnostic is the right answer to a bad file; any other exception is a finding.
/// </summary>
public sealed class FileTarget
{
    private const long BaseBudget = 8 << 20;
    private const long BudgetPerByte = 4000;
    private static readonly ReadLimits Limits = ReadLimits.Default;
    private static readonly BeamReaderOptions Options = BeamReaderOptions.Default;
    private static readonly string[] TermChunks = ["Attr", "CInf", "Dbgi", "Docs", "ExCk", "Meta", "Abst", "Recs", "DbgB"];

    /// <summary>How many inputs were read into a module.</summary>
    public long Modules { get; private set; }

    /// <summary>How many bytes an input may make the library allocate in all.</summary>
    public static long Budget(byte[] input) => BaseBudget + (BudgetPerByte * (input.Length + Expanded(input)));

    public void Run(byte[] input)
    {
        BeamContainer container;
        try
        {
            container = BeamContainer.Read(input, Limits);
        }
        catch (DiagnosticException)
        {
            return;
        }

        DecodeChunks(new BeamChunks(container, Limits));
        var read = BeamModuleReader.Read(input, Options);
        if (read.Module is { } module)
        {
            Modules++;
            Write(module);
            ModuleListing.Write(module);
        }
        else if (!read.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw new FuzzException("there is neither a module nor an error");
        }
    }

    private static void DecodeChunks(BeamChunks chunks)
    {
        Try(() => chunks.Atoms);
        Try(() => chunks.Imports);
        Try(() => chunks.Exports);
        Try(() => chunks.Locals);
        Try(() => chunks.Lambdas);
        Try(() => chunks.Literals);
        Try(() => chunks.Lines);
        Try(() => chunks.Types);
        Try(() => chunks.Code);
        foreach (var id in TermChunks)
        {
            Try(() => chunks.Term(id) is { } term ? UseTerm(term) : null);
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

    /// <summary>
    /// Tables that no compiler writes are put in order when they are written, perhaps in two steps; then nothing may change.
    /// </summary>
    private static void Write(BeamModule module)
    {
        byte[] written;
        try
        {
            written = BeamModuleWriter.Write(module);
        }
        catch (DiagnosticException)
        {
            return;
        }

        for (var round = 0; ; round++)
        {
            var again = BeamModuleReader.Read(written, Options).Module
                ?? throw new FuzzException("what was written cannot be read");
            var next = BeamModuleWriter.Write(again);
            if (next.AsSpan().SequenceEqual(written))
            {
                return;
            }

            written = round == 0 ? next : throw new FuzzException("a module changes each time it is written and read again");
        }
    }

    private static void Try(Func<object?> action)
    {
        try
        {
            action();
        }
        catch (DiagnosticException)
        {
            // The right answer to a damaged chunk.
        }
    }

    /// <summary>What the compressed parts of an input claim to expand to, as far as deflate could do it.</summary>
    private static long Expanded(byte[] input)
    {
        if (input is [0x1F, 0x8B, ..])
        {
            return input.Length * 1100L;
        }

        var expanded = 0L;
        for (var index = 0; index + 8 <= input.Length; index++)
        {
            var rest = input.AsSpan(index);
            if (rest.StartsWith("LitT"u8) && rest.Length >= 12)
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
