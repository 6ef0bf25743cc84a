using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The atom table.</summary>
internal sealed class AtomsView : TableCommand
{
    /// <inheritdoc/>
    public override string Name => "atoms";

    /// <inheritdoc/>
    public override string Summary => "the atom table";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "atoms": [name]    the first has number 1
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["atoms hello.beam", "--format json atoms hello.beam | jq '.atoms | length'"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var names = input.Chunks.Atoms.Names;
        for (var index = 0; index < names.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index + 1,5}  {TermPrinter.Atom(names[index])}\n");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["atom"];

    /// <inheritdoc/>
    protected override string Items => "atoms";

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var name in input.Chunks.Atoms.Names)
        {
            yield return [name];
        }
    }
}
