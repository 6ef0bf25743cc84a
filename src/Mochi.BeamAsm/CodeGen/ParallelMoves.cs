using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Moves several values at once, as if all were read before the first is written.</summary>
internal static class ParallelMoves
{
    /// <summary>Orders the moves; a cycle of registers is turned with <c>swap</c>.</summary>
    /// <param name="moves">Sources and destinations; no destination twice.</param>
    public static IEnumerable<Instruction> Order(IEnumerable<RegisterMove> moves)
    {
        var registers = new List<RegisterMove>();
        var constants = new List<RegisterMove>();
        foreach (RegisterMove move in moves)
        {
            if (move.Source is not Register)
            {
                constants.Add(move);
            }
            else if (!move.Source.Equals(move.Destination))
            {
                registers.Add(move);
            }
        }

        while (registers.Count > 0)
        {
            int free = registers.FindIndex(move => !registers.Exists(other => other.Source.Equals(move.Destination)));
            if (free >= 0)
            {
                yield return Instruction.Move(registers[free].Source, registers[free].Destination);
                registers.RemoveAt(free);
                continue;
            }

            // Only cycles are left. A swap puts one value in place; what was there is now where that value was.
            var from = (Register)registers[0].Source;
            Register to = registers[0].Destination;
            yield return Instruction.Swap(from, to);
            registers.RemoveAt(0);
            for (int i = registers.Count - 1; i >= 0; i--)
            {
                var source = (Register)registers[i].Source;
                source = source == to ? from : source == from ? to : source;
                registers[i] = registers[i] with { Source = source };
                if (source == registers[i].Destination)
                {
                    registers.RemoveAt(i);
                }
            }
        }

        foreach (RegisterMove move in constants)
        {
            yield return Instruction.Move(move.Source, move.Destination);
        }
    }
}
