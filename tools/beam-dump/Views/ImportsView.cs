using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The functions of other modules that a module calls.</summary>
internal sealed class ImportsView : TableCommand
{
    /// <inheritdoc/>
    public override string Name => "imports";

    /// <inheritdoc/>
    public override string Summary => "functions of other modules that it calls";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "imports": [{"module", "function", "arity"}]    numbered from 0
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["imports hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var imports = input.Chunks.Imports;
        for (var index = 0; index < imports.Length; index++)
        {
            var (module, function) = (TermPrinter.Atom(imports[index].Module), TermPrinter.Atom(imports[index].Function));
            text.Append(CultureInfo.InvariantCulture, $"  {index,5}  {module}:{function}/{imports[index].Arity}\n");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["module", "function", "arity"];

    /// <inheritdoc/>
    protected override string Items => "imports";

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var import in input.Chunks.Imports)
        {
            yield return [import.Module, import.Function, import.Arity];
        }
    }
}
