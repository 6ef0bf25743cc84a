using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The lambdas.</summary>
internal sealed class LambdasView : TableCommand
{
    /// <inheritdoc/>
    public override string Name => "funs";

    /// <inheritdoc/>
    public override string Summary => "lambdas";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "funs": [{"function", "arity", "label", "free", "uniq"}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["funs hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        foreach (var lambda in input.Chunks.Lambdas)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(lambda.Function)}/{lambda.Arity}");
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {lambda.Index,5}  {name,-40}  label {lambda.Label}, {lambda.FreeCount} free, uniq {lambda.OldUnique}\n");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["function", "arity", "label", "free", "uniq"];

    /// <inheritdoc/>
    protected override string Items => "funs";

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var lambda in input.Chunks.Lambdas)
        {
            yield return [lambda.Function, lambda.Arity, lambda.Label, lambda.FreeCount, lambda.OldUnique];
        }
    }
}
