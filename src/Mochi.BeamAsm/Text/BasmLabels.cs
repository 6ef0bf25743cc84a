using System.Globalization;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>The labels of a module: which are defined, and which functions begin at them.</summary>
internal sealed class BasmLabels
{
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<string, int> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _defined = [];

    /// <summary>Notes a label that is defined.</summary>
    public bool Define(ulong label) => _defined.Add(label);

    /// <summary>Notes a function; of several with the same name or the same label the first counts.</summary>
    public void Add(string name, int arity, int entryLabel)
    {
        var text = Name(name, arity);
        if (_entries.TryAdd(text, entryLabel))
        {
            _names.TryAdd(entryLabel, text);
        }
    }

    /// <summary>The labels of a module.</summary>
    public static BasmLabels Of(BeamModule module)
    {
        var labels = new BasmLabels();
        foreach (var function in module.Functions)
        {
            labels.Add(function.Name, function.Arity, function.EntryLabel);
            foreach (var instruction in function.Instructions)
            {
                if (instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand label)
                {
                    labels.Define(label.Value);
                }
            }
        }

        return labels;
    }

    /// <summary>How a function is named: <c>map/2</c>.</summary>
    public static string Name(string name, int arity) =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(name)}/{arity}");

    public bool IsDefined(int label) => _defined.Contains((ulong)label);

    /// <summary>The function that begins at a label; <see langword="null"/> when none does.</summary>
    public string? FunctionAt(int label) => _names.GetValueOrDefault(label);

    /// <summary>The entry label of a function; 0 when there is none.</summary>
    public int EntryOf(string name, int arity) => _entries.GetValueOrDefault(Name(name, arity));
}
