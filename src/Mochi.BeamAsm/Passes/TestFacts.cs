using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Passes;

/// <summary>What the outcome of a test tells about the tested values.</summary>
internal static class TestFacts
{
    /// <summary>Tells the facts that hold on one side of a branch.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="outcome">The side.</param>
    /// <param name="typeOf">Type of an operand before the branch.</param>
    /// <param name="tell">Called for each fact.</param>
    public static void Collect(
        BranchTerminator branch, bool outcome, Func<SsaOperand, FlowType> typeOf, Action<SsaValue, FlowType> tell)
    {
        switch (branch.Test)
        {
            case BuiltInTest { BuiltIn: { Arity: 1 } test } when branch.Operands[0] is SsaValue value:
                if (Tested(test.Name) is { } tested)
                {
                    if (outcome)
                    {
                        tell(value, tested);
                    }
                    else if (tested.Base.Unit is null)
                    {
                        tell(value, FlowType.Any.Without(tested.Base.Kinds));
                    }
                }

                break;
            case ConsTest when branch.Operands[0] is SsaValue value:
                tell(value, outcome ? new FlowType(BeamType.Cons) : FlowType.Any.Without(BeamTypeKinds.Cons));
                break;
            case TupleTest { Shape: var shape } when branch.Operands[0] is SsaValue value && outcome:
                tell(value, FlowType.OfTuple(shape.Arity, shape.Tag));
                break;
            case BuiltInTest { BuiltIn: { Arity: 2 } test }:
                CollectComparison(test.Name, outcome, branch.Operands[0], branch.Operands[1], typeOf, tell);
                break;
        }
    }

    /// <summary>What a value is that passes a type test; only when nothing else that is known fails it.</summary>
    public static FlowType? Tested(string test) => test switch
    {
        "is_integer" => new(BeamType.Integer),
        "is_float" => new(BeamType.Float),
        "is_number" => new(BeamType.Number),
        "is_atom" => new(BeamType.Atom),
        "is_list" => new(BeamType.List),
        "is_map" => new(BeamType.Map),
        "is_tuple" => new(BeamType.Tuple),
        "is_function" => new(BeamType.Fun),
        "is_pid" => new(BeamType.Pid),
        "is_port" => new(BeamType.Port),
        "is_reference" => new(BeamType.Reference),
        "is_binary" => new(BeamType.Binary),
        "is_bitstring" => new(BeamType.AnyBitstring),
        _ => null,
    };

    private static void CollectComparison(
        string name,
        bool outcome,
        SsaOperand left,
        SsaOperand right,
        Func<SsaOperand, FlowType> typeOf,
        Action<SsaValue, FlowType> tell)
    {
        FlowType a = typeOf(left);
        FlowType b = typeOf(right);
        switch (name, outcome)
        {
            case ("=:=", true) or ("=/=", false):
                Tell(left, b);
                Tell(right, a);
                break;
            case ("=:=", false) or ("=/=", true) when right is SsaConstant { Value: BeamFile.Terms.NilTerm }:
                Tell(left, FlowType.Any.Without(BeamTypeKinds.Nil));
                break;
            case ("<", true) or (">=", false):
                TellOrder(left, a, right, b, distance: 1);
                break;
            case ("<", false) or (">=", true):
                TellOrder(right, b, left, a, distance: 0);
                break;
            case (">", true) or ("=<", false):
                TellOrder(right, b, left, a, distance: 1);
                break;
            case (">", false) or ("=<", true):
                TellOrder(left, a, right, b, distance: 0);
                break;
        }

        void Tell(SsaOperand operand, FlowType type)
        {
            if (operand is SsaValue value)
            {
                tell(value, type);
            }
        }

        // The lower one is at most the upper one less the distance.
        void TellOrder(SsaOperand lower, FlowType low, SsaOperand upper, FlowType high, int distance)
        {
            if (low.IsOnly(BeamTypeKinds.Integer) && high.IsOnly(BeamTypeKinds.Integer))
            {
                Tell(lower, FlowType.OfInteger(null, high.Base.Maximum - distance));
                Tell(upper, FlowType.OfInteger(low.Base.Minimum + distance, null));
            }
        }
    }
}
