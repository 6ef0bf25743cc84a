namespace Mochi.BeamAsm.Ssa;

/// <summary>
/// Checks that a function in SSA form hangs together: every value is computed once and on every path to its uses, jumps
/// give what blocks take, only jumps lead to blocks with parameters, handlers take three values. A breach is a fault of this
/// library and never of its input.
/// </summary>
internal static class SsaChecker
{
    /// <summary>Checks a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="stage">What has just been done to it, for the message.</param>
    /// <exception cref="InvalidOperationException">Something does not hang together.</exception>
    public static void Check(SsaFunction function, string stage)
    {
        Dictionary<SsaValue, BasicBlock> definitions = [];
        foreach (BasicBlock block in function.Blocks)
        {
            if (block.Terminator is null)
            {
                Fail($"{block} has no end");
            }

            foreach (SsaValue parameter in block.Parameters)
            {
                Define(parameter, block);
            }

            foreach (SsaInstruction instruction in block.Instructions)
            {
                Define(instruction.Result, block);
            }

            if (block.Terminator is CheckedTerminator check)
            {
                Define(check.Instruction.Result, block);
            }
        }

        var graph = new ControlFlowGraph(function);
        HashSet<BasicBlock> known = [.. function.Blocks];
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            if (!known.Contains(block))
            {
                Fail($"{block} is reached but not part of the function");
            }

            CheckUses(block);
            CheckEdges(block);
        }

        void Define(SsaValue? value, BasicBlock block)
        {
            if (value is not null && !definitions.TryAdd(value, block))
            {
                Fail($"{value} is computed twice, in {definitions[value]} and {block}");
            }
        }

        void CheckUses(BasicBlock block)
        {
            HashSet<SsaValue> sofar = [.. block.Parameters];
            foreach (SsaInstruction instruction in block.Instructions)
            {
                CheckOperands(block, instruction.Operands, sofar);
                if (instruction.Result is not null)
                {
                    sofar.Add(instruction.Result);
                }
            }

            CheckOperands(block, block.Terminator.Operands, sofar);
        }

        void CheckOperands(BasicBlock block, SsaOperand[] operands, HashSet<SsaValue> sofar)
        {
            foreach (SsaOperand operand in operands)
            {
                if (operand is not SsaValue value || sofar.Contains(value))
                {
                    continue;
                }

                if (!definitions.TryGetValue(value, out BasicBlock? home)
                    || home == block
                    || !graph.IsReachable(home)
                    || !graph.Dominates(home, block)
                    || (home.Terminator is CheckedTerminator { Instruction.Result: var result } check
                        && result == value
                        && !graph.Dominates(check.WhenDone, block)))
                {
                    Fail($"{value} is used in {block} but not computed on every path there");
                }
            }
        }

        void CheckEdges(BasicBlock block)
        {
            if (block.Terminator is JumpTerminator jump)
            {
                if (jump.Operands.Length != jump.Target.Parameters.Count)
                {
                    Fail($"{block} gives {jump.Operands.Length} values to {jump.Target}, which takes {jump.Target.Parameters.Count}");
                }

                return;
            }

            foreach (BasicBlock successor in block.Terminator.Successors)
            {
                bool isHandler = block.Terminator is TryTerminator start && start.Region.Handler == successor;
                if (successor.Parameters.Count != (isHandler ? 3 : 0))
                {
                    Fail($"{block} leads to {successor}, which takes {successor.Parameters.Count} values");
                }
            }
        }

        void Fail(string message) => throw new InvalidOperationException(
            $"after {stage}, function {function.Name}/{function.Arity} is inconsistent: {message}\n{SsaPrinter.Print(function)}");
    }
}
