using System.Collections.Immutable;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.CatalogueGen;

/// <summary>
/// Finds the functions to which a function hands funs that it did not make itself. What a fun does that it makes counts as
/// what it does anyway; of others only those know who gave them.
/// </summary>
internal sealed class GivenFuns
{
    // Registers that hold a fun that was made here, since the last label. Whatever else mentions a register counts as writing
    // to it.
    private readonly HashSet<Register> _own = [];

    private GivenFuns()
    {
    }

    /// <summary>
    /// The functions outside of the runtime, of those that call funs, that are called with one from elsewhere.
    /// </summary>
    public static IReadOnlySet<Mfa> Find(CodeFunction function, EffectTable table)
    {
        var found = new HashSet<Mfa>();
        var registers = new GivenFuns();
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Opcode is Opcode.CallExt or Opcode.CallExtLast or Opcode.CallExtOnly
                && instruction.Operands[1] is ImportOperand import)
            {
                var callee = new Mfa(import.Module, import.Function, import.Arity);
                if (table.Find(callee) is { } known && (known.Effects & CallEffects.Calls) != 0
                    && !registers.Owns(known.FunArguments))
                {
                    found.Add(callee);
                }
            }

            registers.Follow(instruction);
        }

        return found;
    }

    private bool Owns(ImmutableArray<int> arguments) =>
        !arguments.IsEmpty && arguments.All(argument => _own.Contains(Register.X(argument - 1)));

    private void Follow(Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Label:
                _own.Clear();
                break;
            case Opcode.MakeFun3 when instruction.Operands[1] is Register made:
                _own.Add(made);
                break;
            case Opcode.Move when instruction.Operands[1] is Register copy:
                Set(copy, IsOwn(instruction.Operands[0]));
                break;
            case Opcode.Line:
                break;
            default:
                Forget(instruction);
                break;
        }
    }

    // A literal holds no funs but external ones, which count as calls; atoms are no funs.
    private bool IsOwn(Operand operand) => operand switch
    {
        LiteralOperand or AtomOperand => true,
        Register register => _own.Contains(register),
        TypedRegister register => _own.Contains(register.Register),
        _ => false,
    };

    private void Set(Register register, bool isOwn)
    {
        if (isOwn)
        {
            _own.Add(register);
        }
        else
        {
            _own.Remove(register);
        }
    }

    private void Forget(Instruction instruction)
    {
        if (OpcodeTable.TryGet(instruction.Opcode) is not { } definition
            || definition.Category is OpcodeCategory.Exception or OpcodeCategory.Receive
            || (definition.Effects & OpcodeEffects.EndsBlock) != 0)
        {
            _own.Clear();
            return;
        }

        if ((definition.Effects & OpcodeEffects.ClobbersXRegisters) != 0)
        {
            _own.RemoveWhere(register => register is XRegister);
        }

        var operands = instruction.Operands.SelectMany(operand => operand is ListOperand list ? list.Items : [operand]);
        foreach (var operand in operands)
        {
            if (operand is Register or TypedRegister)
            {
                _own.Remove(operand as Register ?? ((TypedRegister)operand).Register);
            }
        }
    }
}
