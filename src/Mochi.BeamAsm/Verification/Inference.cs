using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>What the result of an operation tells about its arguments, once a test has told something about the result.</summary>
internal static class Inference
{
    private static readonly ValueSource True = ValueSource.Of(Constant.True);
    private static readonly ValueSource False = ValueSource.Of(Constant.False);

    /// <summary>What a test of the result of a BIF tells something about.</summary>
    public static Operation OperationOf(ImportOperand import) => (import.Function, import.Arity) switch
    {
        _ when import.Module != "erlang" => Operation.None,
        ("element", 2) => Operation.Element,
        ("is_function", 2) => Operation.IsFunction,
        ("tuple_size", 1) => Operation.TupleSize,
        ("not", 1) => Operation.Not,
        ("and", 2) => Operation.And,
        ("or", 2) => Operation.Or,
        ("=:=", 2) => Operation.Equal,
        ("=/=", 2) => Operation.Different,
        ("<", 2) => Operation.Less,
        ("=<", 2) => Operation.LessOrEqual,
        (">", 2) => Operation.Greater,
        (">=", 2) => Operation.GreaterOrEqual,
        _ => TestedType(import) is null ? Operation.None : Operation.HasType,
    };

    /// <summary>The type that a BIF tests its argument for; <see langword="null"/> when it does not.</summary>
    public static TermType? TestedType(ImportOperand import) => import is { Module: "erlang", Arity: 1 } ? TestedType(import.Function) : null;

    /// <summary>How the result of a BIF comes about; <see langword="null"/> when it is not worth remembering.</summary>
    public static Definition? Define(ImportFacts import, ReadOnlySpan<ValueSource> arguments) => import.Operation switch
    {
        Operation.None => null,
        Operation.Element => arguments[0].Constant?.Number is > 0 and <= int.MaxValue and var index
            ? Definition.OfElement(arguments[1], (int)index) : null,
        var operation => new Definition(
            operation, arguments[0], arguments.Length > 1 ? arguments[1] : Definition.NoArgument, 0, import.TestedType),
    };

    /// <summary>Learns from a result.</summary>
    /// <param name="state">Where it is learnt.</param>
    /// <param name="definition">How the result came about.</param>
    /// <param name="other">What the result was compared with.</param>
    /// <param name="isEqual">Whether they were equal.</param>
    /// <returns>False when this cannot have happened.</returns>
    public static bool Learn(MachineState state, Definition definition, TermType other, bool isEqual)
    {
        switch (definition.Operation)
        {
            case Operation.Element:
                return LearnFromElement(state, definition.Index, definition.First, other, isEqual);
            case Operation.TupleSize:
                return other.SingleInteger is not (>= 0 and <= int.MaxValue and var size)
                    || (isEqual ? state.Narrow(definition.First, TermType.TupleOf((int)size))
                        : state.Exclude(definition.First, TermType.TupleOf((int)size)));
            case Operation.RawTrace:
                return true;
            default:
                // The others give one or the other.
                var name = other.SingleAtom;
                return name is not ("true" or "false") || LearnFromBoolean(state, definition, name == "true" == isEqual);
        }
    }

    /// <summary>Learns from a comparison of numbers.</summary>
    /// <param name="state">Where it is learnt.</param>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    /// <param name="operation">What holds: one of the four comparisons.</param>
    /// <returns>False when it cannot hold.</returns>
    public static bool LearnOrder(MachineState state, ValueSource left, ValueSource right, Operation operation)
    {
        var leftType = state.TypeOf(left);
        var rightType = state.TypeOf(right);
        var isLess = operation is Operation.Less or Operation.LessOrEqual;
        var orEqual = operation is Operation.LessOrEqual or Operation.GreaterOrEqual;
        var newLeft = isLess ? leftType.LessThan(rightType, orEqual) : leftType.GreaterThan(rightType, orEqual);
        var newRight = isLess ? rightType.GreaterThan(leftType, orEqual) : rightType.LessThan(leftType, orEqual);
        return state.Narrow(left, newLeft) && state.Narrow(right, newRight);
    }

    private static bool LearnFromElement(MachineState state, int index, ValueSource tuple, TermType type, bool isEqual)
    {
        if (isEqual)
        {
            return state.Narrow(tuple, TermType.TupleAtLeast(index).WithTupleElement(index, type));
        }

        return !type.IsSingleton || !TermType.KeepsElement(index)
            || state.Exclude(tuple, TermType.TupleAtLeast(index).WithTupleElement(index, type));
    }

    private static bool LearnFromBoolean(MachineState state, Definition definition, bool isTrue)
    {
        var (left, right) = (definition.First, definition.Second);
        switch (definition.Operation)
        {
            case Operation.And:
                return !isTrue || (state.LearnEqual(left, True) && state.LearnEqual(right, True));
            case Operation.Or:
                return isTrue || (state.LearnEqual(left, False) && state.LearnEqual(right, False));
            case Operation.Not:
                return state.LearnEqual(left, isTrue ? False : True);
            case Operation.Equal or Operation.Different:
                return definition.Operation == Operation.Equal == isTrue
                    ? state.LearnEqual(left, right) : state.LearnDifferent(left, right);
            case Operation.IsFunction when right.Constant?.Number is >= 0 and <= byte.MaxValue and var arity:
                return isTrue
                    ? state.Narrow(left, TermType.FunOf((int)arity)) : state.Exclude(left, TermType.FunOf((int)arity));
            case Operation.IsFunction:
                return !isTrue || state.Narrow(left, TermType.Fun);
            case Operation.HasType:
                return isTrue ? state.Narrow(left, definition.Type!) : state.Exclude(left, definition.Type!);
            default:
                return LearnOrder(state, left, right, isTrue ? definition.Operation : Inverse(definition.Operation));
        }
    }

    private static Operation Inverse(Operation operation) => operation switch
    {
        Operation.Less => Operation.GreaterOrEqual,
        Operation.LessOrEqual => Operation.Greater,
        Operation.Greater => Operation.LessOrEqual,
        _ => Operation.Less,
    };

    private static TermType? TestedType(string function) => function switch
    {
        "is_atom" => TermType.Atom,
        "is_boolean" => TermType.Boolean,
        "is_binary" => TermType.Binary,
        "is_bitstring" => TermType.Bitstring,
        "is_float" => TermType.Float,
        "is_function" => TermType.Fun,
        "is_integer" => TermType.Integer,
        "is_list" => TermType.List,
        "is_map" => TermType.Map,
        "is_number" => TermType.Number,
        "is_pid" => TermType.Pid,
        "is_port" => TermType.Port,
        "is_reference" => TermType.Reference,
        "is_tuple" => TermType.Tuple,
        _ => null,
    };
}
