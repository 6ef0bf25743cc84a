using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Passes;

/// <summary>Takes away tests whose outcome is known, and failure branches of operations that cannot fail.</summary>
internal static class TypeSimplification
{
    /// <summary>Runs the pass.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Run(SsaFunction function)
    {
        var graph = new ControlFlowGraph(function);
        var types = new TypeInference(graph);
        bool changed = false;
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            switch (block.Terminator)
            {
                case BranchTerminator branch when Outcome(branch, block, types) is { } outcome:
                    block.Terminator = new JumpTerminator(outcome ? branch.WhenTrue : branch.WhenFalse);
                    changed = true;
                    break;
                case CheckedTerminator { Instruction: BuiltInInstruction builtIn } check
                    when BuiltInTypes.CannotFail(builtIn.BuiltIn, [.. builtIn.Operands.Select(o => types.TypeAt(o, block))]):
                    block.Instructions.Add(builtIn);
                    block.Terminator = new JumpTerminator(check.WhenDone);
                    changed = true;
                    break;
            }
        }

        return changed;
    }

    private static bool? Outcome(BranchTerminator branch, BasicBlock block, TypeInference types)
    {
        FlowType type = types.TypeAt(branch.Operands[0], block);
        if (type.IsNone)
        {
            return null;
        }

        switch (branch.Test)
        {
            case ConsTest:
                return Decide(type, BeamTypeKinds.Cons);
            case TupleTest { Shape: var shape }:
                if (type.IsOnly(BeamTypeKinds.Tuple) && type.Shape is { } known)
                {
                    return known.Arity != shape.Arity || (known.Tag is not null && shape.Tag is not null && known.Tag != shape.Tag)
                        ? false
                        : shape.Tag is null || known.Tag == shape.Tag ? true : null;
                }

                return type.MayBe(BeamTypeKinds.Tuple) ? null : false;
            case BuiltInTest { BuiltIn: { Arity: 1 } test }
                when TestFacts.Tested(test.Name) is { Base: { Kinds: var kinds, Unit: null } }:
                return Decide(type, kinds);
            case BuiltInTest { BuiltIn: { Name: "is_binary" } }:
                return type == new FlowType(BeamType.Binary) ? true : type.MayBe(BeamTypeKinds.Bitstring) ? null : false;
            case BuiltInTest { BuiltIn: { Name: "=:=" or "=/=" } test }:
                return SameOutcome(branch.Operands, type, types.TypeAt(branch.Operands[1], block)) is { } same
                    ? same == (test.Name == "=:=")
                    : null;
            case BuiltInTest { BuiltIn: { Name: "<" or ">=" or ">" or "=<" } test }:
                return OrderOutcome(test.Name, type.Base, types.TypeAt(branch.Operands[1], block).Base);
            default:
                return null;
        }
    }

    private static bool? Decide(FlowType type, BeamTypeKinds kinds) =>
        type.IsOnly(kinds) ? true : type.MayBe(kinds) ? null : false;

    private static bool? SameOutcome(SsaOperand[] operands, FlowType left, FlowType right)
    {
        if (operands is [SsaConstant a, SsaConstant b])
        {
            return a.Value.Equals(b.Value);
        }

        return left.Meet(right).IsNone ? false : null;
    }

    private static bool? OrderOutcome(string name, BeamType left, BeamType right)
    {
        if (left.Kinds != BeamTypeKinds.Integer || right.Kinds != BeamTypeKinds.Integer)
        {
            return null;
        }

        bool? isLess = left.Maximum < right.Minimum ? true : left.Minimum >= right.Maximum ? false : null;
        bool? isGreater = left.Minimum > right.Maximum ? true : left.Maximum <= right.Minimum ? false : null;
        return name switch
        {
            "<" => isLess,
            ">=" => !isLess,
            ">" => isGreater,
            _ => !isGreater,
        };
    }
}
