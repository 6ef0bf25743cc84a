using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>What may stand at the places of each instruction, in arrays by opcode; only what a loader or the verifier trips over.</summary>
internal static class OperandKinds
{
    private static readonly Place[][] Places = new Place[byte.MaxValue + 1][];
    private static readonly OperandSlotKind[][] Groups = new OperandSlotKind[byte.MaxValue + 1][];
    private static readonly bool[] NonEmpty = new bool[byte.MaxValue + 1];

    static OperandKinds()
    {
        foreach (var definition in OpcodeTable.All)
        {
            var slots = definition.Operands;
            var places = new List<Place>(slots.Length);
            for (var index = 0; index < slots.Length; index++)
            {
                if (IsChecked(slots[index].Kind))
                {
                    places.Add(new Place(index, slots[index].Kind));
                }
            }

            Places[(int)definition.Opcode] = [.. places];
            Groups[(int)definition.Opcode] = [OperandSlotKind.Unsigned];
            if (!slots.IsEmpty && slots[^1] is { Kind: OperandSlotKind.List } list)
            {
                var group = new OperandSlotKind[list.Group.Length];
                for (var index = 0; index < group.Length; index++)
                {
                    group[index] = list.Group[index].Kind;
                }

                Groups[(int)definition.Opcode] = group;

                // Loaders take select_tuple_arity without cases, but not select_val.
                NonEmpty[(int)definition.Opcode] = list.IsNonEmpty || definition.Opcode == Opcode.SelectVal;
            }
        }
    }

    /// <summary>The places of an instruction whose operands have to be looked at.</summary>
    public static Place[] Of(Opcode opcode) => Places[(int)opcode];

    /// <summary>The kinds of the operands that repeat in an instruction's list.</summary>
    public static OperandSlotKind[] GroupOf(Opcode opcode) => Groups[(int)opcode];

    /// <summary>Whether an instruction's list has at least one group.</summary>
    public static bool NeedsItems(Opcode opcode) => NonEmpty[(int)opcode];

    private static bool IsChecked(OperandSlotKind kind) => kind is not (OperandSlotKind.Destination
        or OperandSlotKind.Unsigned or OperandSlotKind.FloatDestination or OperandSlotKind.Atom);

    /// <summary>A place of an instruction.</summary>
    public readonly struct Place(int position, OperandSlotKind kind)
    {
        /// <summary>Which operand it is.</summary>
        public int Position => position;

        /// <summary>What it may be.</summary>
        public OperandSlotKind Kind => kind;
    }
}
