using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>The places of each instruction whose operands come from a table of the file, by opcode.</summary>
internal static class OperandKinds
{
    private static readonly Place[][] Places = new Place[byte.MaxValue + 1][];

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
        }
    }

    /// <summary>The places of an instruction whose operands have to be looked at.</summary>
    public static Place[] Of(Opcode opcode) => Places[(int)opcode];

    private static bool IsChecked(OperandSlotKind kind) => kind is OperandSlotKind.Source or OperandSlotKind.RegisterSource
        or OperandSlotKind.FloatSource or OperandSlotKind.DefinedLabel or OperandSlotKind.Location or OperandSlotKind.Lambda
        or OperandSlotKind.FunTag or OperandSlotKind.String or OperandSlotKind.RecordName or OperandSlotKind.List or OperandSlotKind.MatchCommands;

    /// <summary>A place of an instruction.</summary>
    public readonly struct Place(int position, OperandSlotKind kind)
    {
        /// <summary>Which operand it is.</summary>
        public int Position => position;

        /// <summary>What it may be.</summary>
        public OperandSlotKind Kind => kind;
    }
}
