using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Moves several values at once, as if all were read before the first is written.</summary>
internal static class ParallelMoves
{
    /// <summary>Orders the moves; a cycle of registers is turned with <c>swap</c>.</summary>
    /// <param name="moves">Sources and destinations; no destination twice.</param>
    public static IEnumerable<Instruction> Order(IEnumerable<(ISourceOperand Source, Register Destination)> moves)
    {
        var registers = new List<(Register Source, Register Destination)>();
        var constants = new List<(ISourceOperand Source, Register Destination)>();
        foreach ((ISourceOperand source, Register destination) in moves)
        {
            if (source is not Register register)
            {
                constants.Add((source, destination));
            }
            else if (register != destination)
            {
                registers.Add((register, destination));
            }
        }

        while (registers.Count > 0)
        {
            int free = registers.FindIndex(move => !registers.Exists(other => other.Source == move.Destination));
            if (free >= 0)
            {
                yield return Instruction.Move(registers[free].Source, registers[free].Destination);
                registers.RemoveAt(free);
                continue;
            }

            // Only cycles are left. A swap puts one value in place; what was there is now where that value was.
            (Register from, Register to) = registers[0];
            yield return Instruction.Swap(from, to);
            registers.RemoveAt(0);
            for (int i = registers.Count - 1; i >= 0; i--)
            {
                (Register source, Register destination) = registers[i];
                source = source == to ? from : source == from ? to : source;
                registers[i] = (source, destination);
                if (source == destination)
                {
                    registers.RemoveAt(i);
                }
            }
        }

        foreach ((ISourceOperand source, Register destination) in constants)
        {
            yield return Instruction.Move(source, destination);
        }
    }
}
