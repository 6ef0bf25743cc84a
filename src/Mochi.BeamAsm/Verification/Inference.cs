using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <summary>What the result of an operation tells about its arguments, once a test has told something about the result.</summary>
internal static class Inference
{
    /// <summary>The BIFs whose results are worth remembering.</summary>
    public static bool IsUseful(string operation) => operation
        is "element" or "tuple_size" or "and" or "or" or "not" or "=:=" or "=/=" or "<" or "=<" or ">" or ">=" or "map_get" or "hd" or "tl"
        || TestedType(operation, []) is not null || operation == "is_function";

    /// <summary>Learns from a result.</summary>
    /// <param name="state">Where it is learnt.</param>
    /// <param name="definition">How the result came about.</param>
    /// <param name="other">What the result was compared with.</param>
    /// <param name="isEqual">Whether they were equal.</param>
    /// <returns>False when this cannot have happened.</returns>
    public static bool Learn(MachineState state, Definition definition, ValueSource other, bool isEqual)
    {
        var arguments = definition.Arguments;
        if (definition.Operation != "element" && other.Constant is AtomTerm { Name: "true" or "false" } atom)
        {
            // The others give one or the other.
            return LearnFromBoolean(state, definition.Operation, arguments, atom.Name == "true" == isEqual);
        }

        return (definition.Operation, arguments) switch
        {
            ("tuple_size", [var tuple]) when other.Constant is IntegerTerm size && Small(size) is { } arity =>
                isEqual ? state.Narrow(tuple, TermType.TupleOf(arity)) : state.Exclude(tuple, TermType.TupleOf(arity)),
            ("element", [{ Constant: IntegerTerm index }, var tuple]) when Small(index) is { } position and > 0 =>
                LearnFromElement(state, position, tuple, state.TypeOf(other), isEqual),
            _ => true,
        };
    }

    /// <summary>Learns from a comparison of numbers.</summary>
    /// <param name="state">Where it is learnt.</param>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    /// <param name="operation">What holds: one of the four comparisons.</param>
    /// <returns>False when it cannot hold.</returns>
    public static bool LearnOrder(MachineState state, ValueSource left, ValueSource right, string operation)
    {
        var leftType = state.TypeOf(left);
        var rightType = state.TypeOf(right);
        var (newLeft, newRight) = operation switch
        {
            "<" => (leftType.LessThan(rightType, orEqual: false), rightType.GreaterThan(leftType, orEqual: false)),
            "=<" => (leftType.LessThan(rightType, orEqual: true), rightType.GreaterThan(leftType, orEqual: true)),
            ">" => (leftType.GreaterThan(rightType, orEqual: false), rightType.LessThan(leftType, orEqual: false)),
            _ => (leftType.GreaterThan(rightType, orEqual: true), rightType.LessThan(leftType, orEqual: true)),
        };
        return state.Narrow(left, newLeft) && state.Narrow(right, newRight);
    }

    private static bool LearnFromElement(MachineState state, int index, ValueSource tuple, TermType type, bool isEqual)
    {
        var whole = TermType.TupleAtLeast(index).WithTupleElement(index, type);
        return isEqual ? state.Narrow(tuple, whole) : !type.IsSingleton || !TermType.KeepsElement(index) || state.Exclude(tuple, whole);
    }

    private static bool LearnFromBoolean(MachineState state, string operation, ImmutableArray<ValueSource> arguments, bool isTrue)
    {
        switch (operation, arguments)
        {
            case ("and", [var left, var right]):
                return !isTrue || (state.LearnEqual(left, True) && state.LearnEqual(right, True));
            case ("or", [var left, var right]):
                return isTrue || (state.LearnEqual(left, False) && state.LearnEqual(right, False));
            case ("not", [var argument]):
                return state.LearnEqual(argument, isTrue ? False : True);
            case ("=:=", [var left, var right]):
                return isTrue ? state.LearnEqual(left, right) : state.LearnDifferent(left, right);
            case ("=/=", [var left, var right]):
                return isTrue ? state.LearnDifferent(left, right) : state.LearnEqual(left, right);
            case ("<" or "=<" or ">" or ">=", [var left, var right]):
                return LearnOrder(state, left, right, isTrue ? operation : Inverse(operation));
            case ("is_function", [var fun, { Constant: IntegerTerm arity }]) when Small(arity) is { } count and <= byte.MaxValue:
                return isTrue ? state.Narrow(fun, TermType.FunOf(count)) : state.Exclude(fun, TermType.FunOf(count));
            case ("is_function", [var fun, _]):
                return !isTrue || state.Narrow(fun, TermType.Fun);
            default:
                return TestedType(operation, arguments) is not { } type
                    || (isTrue ? state.Narrow(arguments[0], type) : state.Exclude(arguments[0], type));
        }
    }

    private static ValueSource True => new(MachineState.NoValue, Term.Atom("true"));

    private static ValueSource False => new(MachineState.NoValue, Term.Atom("false"));

    private static string Inverse(string operation) => operation switch
    {
        "<" => ">=",
        "=<" => ">",
        ">" => "=<",
        _ => "<",
    };

    private static int? Small(IntegerTerm term) => term.Value >= 0 && term.Value <= int.MaxValue ? (int)term.Value : null;

    private static TermType? TestedType(string operation, ImmutableArray<ValueSource> arguments) => operation switch
    {
        "is_atom" => TermType.Atom,
        "is_boolean" => TermType.Boolean,
        "is_binary" => TermType.Binary,
        "is_bitstring" => TermType.Bitstring,
        "is_float" => TermType.Float,
        "is_function" when arguments.Length == 1 => TermType.Fun,
        "is_integer" => arguments.Length <= 1 ? TermType.Integer : null,
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
