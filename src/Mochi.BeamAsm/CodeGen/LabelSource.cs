using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Hands out labels while a module is emitted; they are numbered in order of definition at the end.</summary>
internal sealed class LabelSource
{
    private readonly Dictionary<FunctionReference, LabelOperand> _entries = [];
    private int _next = 1;

    /// <summary>A new label.</summary>
    public LabelOperand New() => new(_next++);

    /// <summary>The label that an instruction defines, if it is one that does.</summary>
    public static int? DefinedBy(Instruction instruction) =>
        instruction.Opcode == Opcode.Label ? (int)((UnsignedOperand)instruction.Operands[0]).Value : null;

    /// <summary>The label of a function's first instruction after its header.</summary>
    public LabelOperand EntryOf(FunctionReference function)
    {
        if (!_entries.TryGetValue(function, out LabelOperand? entry))
        {
            _entries.Add(function, entry = New());
        }

        return entry;
    }
}
