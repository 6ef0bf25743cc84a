using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.CatalogueGen;

/// <summary>Tells what the instructions of a function do by themselves.</summary>
internal static class CodeInstructions
{
    /// <summary>The effects, those of called functions left out.</summary>
    public static CallEffects Effects(CodeFunction function)
    {
        var effects = CallEffects.None;
        var clauseLabels = new HashSet<int>();
        foreach (var instruction in function.Instructions)
        {
            // The labels before func_info are where a call without a matching clause ends.
            if (instruction.Opcode == Opcode.FuncInfo)
            {
                break;
            }

            if (instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand label] })
            {
                clauseLabels.Add((int)label.Value);
            }
        }

        var body = function.Instructions.SkipWhile(instruction => instruction.Opcode != Opcode.FuncInfo).Skip(1);
        foreach (var instruction in body)
        {
            effects |= Effects(instruction, clauseLabels);
        }

        return effects;
    }

    /// <summary>Whether it can catch an exception.</summary>
    public static bool Catches(CodeFunction function) =>
        function.Instructions.Any(instruction => instruction.Opcode is Opcode.Try or Opcode.Catch);

    private static CallEffects Effects(Instruction instruction, HashSet<int> clauseLabels)
    {
        var effects = instruction.Opcode switch
        {
            Opcode.Send => CallEffects.Sends,
            Opcode.LoopRec or Opcode.Wait or Opcode.RemoveMessage or Opcode.Timeout => CallEffects.Reads,
            Opcode.WaitTimeout => CallEffects.Reads | CallEffects.Raises,
            _ => CallEffects.None,
        };
        var labels = Labels(instruction).ToList();
        if (labels.Any(label => clauseLabels.Contains(label.Label))
            || (labels.All(label => !label.IsLabel) && CanRaise(instruction)))
        {
            effects |= CallEffects.Raises;
        }

        return effects;
    }

    private static IEnumerable<LabelOperand> Labels(Instruction instruction) =>
        instruction.Operands
            .SelectMany(operand => operand is ListOperand list ? list.Items : [operand])
            .OfType<LabelOperand>();

    /// <summary>Whether an instruction without a label to go to can raise; calls of functions raise when these do.</summary>
    private static bool CanRaise(Instruction instruction)
    {
        if (OpcodeTable.TryGet(instruction.Opcode) is not { } definition
            || (definition.Effects & OpcodeEffects.CanFail) == 0)
        {
            return false;
        }

        if (instruction.Opcode is Opcode.Call or Opcode.CallLast or Opcode.CallOnly
            or Opcode.CallExt or Opcode.CallExtLast or Opcode.CallExtOnly)
        {
            return false;
        }

        return instruction.Operands.OfType<ImportOperand>().FirstOrDefault() is not { } bif
            || SignatureTable.Find(bif.Module, bif.Function, bif.Arity) is not { } signature
            || (signature.Flags & SignatureFlags.IsSafe) == 0
            || !signature.Required.All(type => type.IsAny);
    }
}
