using System.Buffers.Binary;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.Fuzz;

/// <summary>
/// Terms in the external format: what is read is written in every form and read again, compared, printed, and its text
/// read back.
/// </summary>
public sealed class TermTarget(Corpus corpus) : FuzzTarget
{
    private const int LongestText = 2000;

    public override string Name => "term";

    public override int Share => 280;

    public override byte[] Make(FuzzRandom random)
    {
        var term = corpus.Terms[random.Below(corpus.Terms.Count)];
        for (var left = 1 + random.Below(4); left > 0; left--)
        {
            term = TermMutator.Mutate(term, random, corpus.Terms[random.Below(corpus.Terms.Count)]);
        }

        return term;
    }

    public override long Budget(byte[] input) =>
        (8L << 20) + (4000L * input.Length) + (input is [131, 80, _, _, _, _, ..]
            ? 1000L * Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(2)), 1100L * input.Length) : 0);

    public override bool Run(byte[] input)
    {
        Term term;
        try
        {
            term = ExternalTermFormat.Decode(input);
        }
        catch (DiagnosticException exception)
        {
            DiagnosticCheck.InTerm(exception.Diagnostic, input is [131, 80, ..] ? 1100L * input.Length : input.Length);
            return false;
        }

        var encoded = ExternalTermFormat.Encode(term);
        Same(term, encoded, "plain");
        Same(term, ExternalTermFormat.Encode(term, TermEncoding.Deterministic), "deterministic");
        if (encoded.Length % 16 == 0)
        {
            Same(term, ExternalTermFormat.EncodeCompressed(term), "compressed");
        }

        Print(term);
        return true;
    }

    private static void Same(Term term, byte[] encoded, string form)
    {
        try
        {
            var again = ExternalTermFormat.Decode(encoded);
            if (again != term || again.GetHashCode() != term.GetHashCode() || TermComparer.Exact.Compare(again, term) != 0)
            {
                throw new FuzzException($"a term is another one when it is written {form} and read again");
            }
        }
        catch (DiagnosticException exception)
        {
            throw new FuzzException($"a term written {form} cannot be read: {exception.Diagnostic.Code}");
        }
    }

    private static void Print(Term term)
    {
        TermPrinter.Print(term, TermPrintOptions.W, LongestText);
        TermPrinter.Print(term, TermPrintOptions.Tp, LongestText);
        var text = TermPrinter.Print(term, LongestText);
        if (text.Length > LongestText)
        {
            return;
        }

        Term again;
        try
        {
            again = TermReader.Read(text);
        }
        catch (DiagnosticException exception) when (exception.Diagnostic.Message.EndsWith("cannot be read", StringComparison.Ordinal))
        {
            return;
        }
        catch (DiagnosticException exception)
        {
            throw new FuzzException($"the text of a term cannot be read: {exception.Diagnostic.Message}");
        }

        // The text of a record does not say whether its definition is exported, and reading takes it for so.
        if (again != term && (!ExternalTermFormat.Encode(term).Contains((byte)67) || TermPrinter.Print(again) != text))
        {
            throw new FuzzException("the text of a term is that of another");
        }
    }
}
