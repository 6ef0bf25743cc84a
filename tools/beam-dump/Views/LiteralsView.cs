using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The literal table, as Erlang source.</summary>
internal sealed class LiteralsView : TableCommand
{
    /// <inheritdoc/>
    public override string Name => "literals";

    /// <inheritdoc/>
    public override string Summary => "the literal table";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "literals": [Erlang source]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["literals hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var terms = input.Chunks.Literals.Terms;
        for (var index = 0; index < terms.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index,5}  {TermPrinter.Print(terms[index])}\n");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["literal"];

    /// <inheritdoc/>
    protected override string Items => "literals";

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var term in input.Chunks.Literals.Terms)
        {
            yield return [TermPrinter.Print(term)];
        }
    }
}
