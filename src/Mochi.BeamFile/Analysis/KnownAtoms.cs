using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// Which x registers hold an atom that the code itself put there, since the last label or call. Whatever else mentions a
/// register counts as writing to it: too little is known then, never too much.
/// </summary>
internal sealed class KnownAtoms
{
    private readonly string?[] _atoms = new string?[258];

    /// <summary>The atom in a register; <see langword="null"/> when it is not known.</summary>
    public string? Atom(int register) => register < _atoms.Length ? _atoms[register] : null;

    /// <summary>Forgets everything.</summary>
    public void Forget() => Array.Clear(_atoms);

    /// <summary>Goes past an instruction.</summary>
    public void Follow(OpcodeDefinition definition, ReadOnlySpan<Operand> operands)
    {
        if (definition.Opcode == Opcode.Move)
        {
            var value = operands[0] switch
            {
                AtomOperand atom => atom.Name,
                XRegister source => Atom(source.Index),
                _ => null,
            };
            Set(operands[1], value);
        }
        else if (definition.Category is OpcodeCategory.Exception or OpcodeCategory.Receive
            || (definition.Effects & (OpcodeEffects.ClobbersXRegisters | OpcodeEffects.EndsBlock)) != 0)
        {
            Forget();
        }
        else
        {
            foreach (var operand in operands)
            {
                Set(operand, null);
            }
        }
    }

    private void Set(Operand operand, string? value)
    {
        switch (operand)
        {
            case XRegister register when register.Index < _atoms.Length:
                _atoms[register.Index] = value;
                break;
            case TypedRegister { Register: XRegister register } when register.Index < _atoms.Length:
                _atoms[register.Index] = value;
                break;
            case ListOperand list:
                foreach (var item in list.Items)
                {
                    Set(item, null);
                }

                break;
        }
    }
}
