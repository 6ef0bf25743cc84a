using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// The locals and loops of one function by their printed names. A function is read twice, so that a name may be used
/// before the place where it is declared: the first time collects the declarations.
/// </summary>
internal sealed class MirScope(TextDiagnostics diagnostics)
{
    private static readonly Local UnknownLocal = new("?", IrType.Any, isMutable: true);
    private static readonly LoopLabel UnknownLabel = new();

    private readonly Dictionary<(string Name, int Suffix), Local> _locals = [];
    private readonly Dictionary<(string Name, int Suffix), LoopLabel> _labels = [];

    /// <summary>Whether declarations are being collected.</summary>
    public bool IsCollecting { get; set; } = true;

    /// <summary>A local that is bound here.</summary>
    public Local Declare(MirToken name, IrType type, bool isMutable)
    {
        if (!_locals.TryGetValue((name.Text, name.Suffix), out var local))
        {
            local = new Local(name.Text, type, isMutable);
            _locals.Add((name.Text, name.Suffix), local);
        }
        else if (!IsCollecting
            && (local.IsMutable != isMutable || MirTypePrinter.Print(local.Type) != MirTypePrinter.Print(type)))
        {
            diagnostics.Error(
                "BA205",
                $"'{name.Text}' is declared before with another type or mutability",
                name.Start,
                name.End,
                "within a function a name means one local; add a number as in x.1 for another one");
        }

        return local;
    }

    /// <summary>A loop that begins here.</summary>
    public LoopLabel DeclareLoop(MirToken name)
    {
        if (!_labels.TryGetValue((name.Text, name.Suffix), out var label))
        {
            label = new LoopLabel(name.Text);
            _labels.Add((name.Text, name.Suffix), label);
        }

        return label;
    }

    /// <summary>A local that is read or changed here.</summary>
    public Local Find(MirToken name)
    {
        if (_locals.TryGetValue((name.Text, name.Suffix), out var local))
        {
            return local;
        }

        diagnostics.Error(
            "BA203", $"there is no local '{name.Text}' in this function", name.Start, name.End,
            name.Kind == MirTokenKind.Name ? $"an atom is written '{name.Text}', a call as call {name.Text}(...)" : null);
        return UnknownLocal;
    }

    /// <summary>A loop that is left or continued here.</summary>
    public LoopLabel FindLoop(MirToken name)
    {
        if (_labels.TryGetValue((name.Text, name.Suffix), out var label))
        {
            return label;
        }

        diagnostics.Error("BA204", $"there is no loop '{name.Text}' in this function", name.Start, name.End);
        return UnknownLabel;
    }
}
