using System.Globalization;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Diffing;

/// <summary>Instructions of an edit script as text.</summary>
/// <param name="difference">The script.</param>
internal sealed class EditText(FunctionDifference difference)
{
    private readonly InstructionText _text = new(difference.LabelNames);

    /// <summary>An instruction; a label ends in a colon.</summary>
    public string Of(Instruction instruction) =>
        instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand label] }
            ? string.Create(CultureInfo.InvariantCulture, $"{_text.Label((int)label.Value)}:")
            : _text.Format(instruction);
}
