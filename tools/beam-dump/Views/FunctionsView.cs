using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The functions that are exported, or those that are not.</summary>
internal sealed class FunctionsView(bool areExported) : TableCommand
{
    /// <inheritdoc/>
    public override string Name => areExported ? "exports" : "locals";

    /// <inheritdoc/>
    public override string Summary => areExported ? "functions that others can call" : "functions that they cannot";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json => areExported
        ? """
            "exports": [{"function", "arity", "label"}]
            """
        : """
            "locals": [{"function", "arity", "label"}]
            """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => [$"{Name} hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        foreach (var entry in Entries(input))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(entry.Name)}/{entry.Arity}");
            text.Append(CultureInfo.InvariantCulture, $"  {name,-40}  label {entry.Label}\n");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["function", "arity", "label"];

    /// <inheritdoc/>
    protected override string Items => Name;

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var entry in Entries(input))
        {
            yield return [entry.Name, entry.Arity, entry.Label];
        }
    }

    private ImmutableArray<FunctionEntry> Entries(BeamInput input) =>
        areExported ? input.Chunks.Exports : input.Chunks.Locals;
}
