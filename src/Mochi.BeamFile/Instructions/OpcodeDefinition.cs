using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Mochi.BeamFile.Instructions;

/// <summary>What is known about an opcode.</summary>
public sealed class OpcodeDefinition
{
    internal OpcodeDefinition(
        Opcode opcode,
        string name,
        int firstOtp,
        int? lastOtp,
        OpcodeCategory category,
        OpcodeEffects effects,
        string documentation,
        ImmutableArray<OperandSlot> operands)
    {
        Opcode = opcode;
        Name = name;
        FirstOtp = firstOtp;
        LastOtp = lastOtp;
        Category = category;
        Effects = effects;
        Documentation = documentation;
        Operands = operands;
        Slots = ImmutableCollectionsMarshal.AsArray(operands)!;
        Arity = operands.Length;
        for (var index = 0; index < operands.Length; index++)
        {
            var slot = operands[index];
            TableOffsets |= (ulong)slot.TableOffset << (8 * index);
            HasStrings |= slot.LengthRole is not null || slot.HasStrings;
            HasLocation |= slot.Kind == OperandSlotKind.Location;
        }
    }

    /// <summary>The opcode.</summary>
    public Opcode Opcode { get; }

    /// <summary>The name that OTP gives it.</summary>
    public string Name { get; }

    /// <summary>The first OTP release (R6 is 6) with it.</summary>
    public int FirstOtp { get; }

    /// <summary>
    /// The last OTP release that loads it; <see langword="null"/> when the newest does. 26 stands for every release up
    /// to 26: none that is supported loads it.
    /// </summary>
    public int? LastOtp { get; }

    /// <summary>What it has to do with.</summary>
    public OpcodeCategory Category { get; }

    /// <summary>What it can do besides computing its result.</summary>
    public OpcodeEffects Effects { get; }

    /// <summary>One sentence about it.</summary>
    public string Documentation { get; }

    /// <summary>Its operands, in the order of the file.</summary>
    public ImmutableArray<OperandSlot> Operands { get; }

    /// <summary>The operands once more, as an array.</summary>
    internal OperandSlot[] Slots { get; }

    /// <summary>
    /// For each operand, from the low byte up, where the tables for its place begin (<see cref="OperandSlot.TableOffset"/>):
    /// all in one number, so that reading an instruction touches little memory.
    /// </summary>
    internal ulong TableOffsets { get; }

    /// <summary>The number of operands.</summary>
    internal int Arity { get; }

    /// <summary>Whether an operand names bytes of the string table.</summary>
    internal bool HasStrings { get; }

    /// <summary>Whether it counts as a line instruction in the <c>Line</c> chunk.</summary>
    internal bool HasLocation { get; }
}
