using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.Fuzz;

/// <summary>Terms as text: what is read is printed and read again.</summary>
public sealed class TermTextTarget(Corpus corpus) : FuzzTarget
{
    // A bitstring of a few characters can have a megabyte.
    private const int LongestText = 20_000;

    private readonly TextMutator _mutator = new(corpus.TermTexts, TextMutator.TermPieces);

    public override string Name => "text";

    public override int Share => 220;

    // A size in a bitstring asks for much in few characters, within the limit for whole texts; there is a copy or two.
    public override long Budget(byte[] input) => base.Budget(input) + (3 * ReadLimits.Default.BitstringBits / 8);

    public override byte[] Make(FuzzRandom random) => Encoding.UTF8.GetBytes(_mutator.Make(random));

    public override bool Run(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        IReadOnlyList<Term> terms;
        try
        {
            terms = TermReader.ReadAll(text, "terms");
        }
        catch (DiagnosticException exception)
        {
            DiagnosticCheck.InText(exception.Diagnostic, "BF");
            return false;
        }

        foreach (var term in terms)
        {
            var printed = TermPrinter.Print(term, LongestText);
            if (printed.Length > LongestText)
            {
                continue;
            }

            try
            {
                if (TermReader.Read(printed) != term)
                {
                    throw new FuzzException("a term that was read from text is another one when printed and read again");
                }
            }
            catch (DiagnosticException exception)
            {
                throw new FuzzException($"what was printed cannot be read: {exception.Diagnostic.Message}");
            }
        }

        return true;
    }
}
