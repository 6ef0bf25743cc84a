using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Passes;

/// <summary>What built-in functions tell about their results, and about arguments with which they did not fail.</summary>
internal static class BuiltInTypes
{
    /// <summary>The type of the result, given that the function did not fail.</summary>
    public static FlowType Result(BuiltIn builtIn, ReadOnlySpan<FlowType> arguments)
    {
        if (builtIn.Kind == BuiltInKind.Test)
        {
            return new FlowType(BeamType.Atom);
        }

        switch (builtIn.Name, builtIn.Arity)
        {
            case ("+" or "-" or "*", 2):
                return Arithmetic(builtIn.Name, arguments[0], arguments[1]);
            case ("+" or "-" or "abs", 1):
                return arguments[0].IsOnly(BeamTypeKinds.Integer) ? new(BeamType.Integer)
                    : arguments[0].IsOnly(BeamTypeKinds.Float) ? new(BeamType.Float) : new(BeamType.Number);
            case ("/", 2) or ("float", 1):
                return new(BeamType.Float);
            case ("rem", 2):
                return Remainder(arguments[0], arguments[1]);
            case ("band", 2):
                return Mask(arguments[0], arguments[1]);
            case ("length" or "size" or "bit_size" or "byte_size" or "map_size" or "tuple_size", 1):
                return FlowType.OfInteger(0, null);
            case ("div" or "bor" or "bxor" or "bsl" or "bsr", 2) or ("bnot" or "trunc" or "round" or "ceil" or "floor", 1):
                return new(BeamType.Integer);
            case ("not", 1) or ("and" or "or" or "xor" or "is_map_key", 2) or ("node", _):
                return new(BeamType.Atom);
            case ("min" or "max", 2):
                return arguments[0].Join(arguments[1]);
            case ("self", 0):
                return new(BeamType.Pid);
            case ("binary_part", 3):
                return new(BeamType.Binary);
            default:
                return FlowType.Any;
        }
    }

    /// <summary>What an argument must have been when the function did not fail; <see langword="null"/> for nothing.</summary>
    public static FlowType? Argument(BuiltIn builtIn, int index) => (builtIn.Name, builtIn.Arity) switch
    {
        ("+" or "-" or "*" or "/", _) or ("abs" or "float" or "trunc" or "round" or "ceil" or "floor", 1) =>
            new(BeamType.Number),
        ("div" or "rem" or "band" or "bor" or "bxor" or "bsl" or "bsr", 2) or ("bnot", 1) => new(BeamType.Integer),
        ("hd" or "tl", 1) => new(BeamType.Cons),
        ("length", 1) => new(BeamType.List),
        ("tuple_size", 1) => new(BeamType.Tuple),
        ("element", 2) => new(index == 0 ? BeamType.Integer : BeamType.Tuple),
        ("map_size", 1) => new(BeamType.Map),
        ("map_get" or "is_map_key", 2) when index == 1 => new(BeamType.Map),
        ("byte_size" or "bit_size", 1) => new(BeamType.AnyBitstring),
        _ => null,
    };

    /// <summary>Whether the function cannot fail with such arguments, but for lack of memory.</summary>
    public static bool CannotFail(BuiltIn builtIn, ReadOnlySpan<FlowType> arguments) => (builtIn.Name, builtIn.Arity) switch
    {
        _ when !builtIn.CanFail => true,
        ("+" or "-" or "*", 2) =>
            arguments[0].IsOnly(BeamTypeKinds.Integer) && arguments[1].IsOnly(BeamTypeKinds.Integer),
        ("+" or "-" or "abs", 1) => arguments[0].IsOnly(BeamTypeKinds.Number),
        ("div" or "rem", 2) => arguments[0].IsOnly(BeamTypeKinds.Integer)
            && arguments[1].IsOnly(BeamTypeKinds.Integer)
            && (arguments[1].Base.Minimum > 0 || arguments[1].Base.Maximum < 0),
        ("hd" or "tl", 1) => arguments[0].IsOnly(BeamTypeKinds.Cons),
        ("tuple_size", 1) => arguments[0].IsOnly(BeamTypeKinds.Tuple),
        ("map_size", 1) => arguments[0].IsOnly(BeamTypeKinds.Map),
        ("is_map_key", 2) => arguments[1].IsOnly(BeamTypeKinds.Map),
        ("byte_size" or "bit_size", 1) => arguments[0].IsOnly(BeamTypeKinds.Bitstring),
        _ => false,
    };

    private static FlowType Arithmetic(string name, FlowType left, FlowType right)
    {
        if (left.IsOnly(BeamTypeKinds.Integer) && right.IsOnly(BeamTypeKinds.Integer))
        {
            return Range(name, left.Base, right.Base);
        }

        return left.IsOnly(BeamTypeKinds.Float) || right.IsOnly(BeamTypeKinds.Float)
            ? new(BeamType.Float)
            : new(BeamType.Number);
    }

    private static FlowType Range(string name, BeamType left, BeamType right)
    {
        BigInteger? a = left.Minimum, b = left.Maximum, c = right.Minimum, d = right.Maximum;
        switch (name)
        {
            case "+":
                return FlowType.OfInteger(a + c, b + d);
            case "-":
                return FlowType.OfInteger(a - d, b - c);
            default:
                if (a is null || b is null || c is null || d is null)
                {
                    return new(BeamType.Integer);
                }

                BigInteger[] products = [a.Value * c.Value, a.Value * d.Value, b.Value * c.Value, b.Value * d.Value];
                return FlowType.OfInteger(products.Min(), products.Max());
        }
    }

    private static FlowType Remainder(FlowType left, FlowType right)
    {
        if (right.Base is not { Minimum: > 0, Maximum: { } largest })
        {
            return new(BeamType.Integer);
        }

        bool isPositive = left.IsOnly(BeamTypeKinds.Integer) && left.Base.Minimum >= 0;
        return FlowType.OfInteger(isPositive ? 0 : 1 - largest, largest - 1);
    }

    private static FlowType Mask(FlowType left, FlowType right)
    {
        long? bound = left.Base is { Minimum: >= 0, Maximum: { } a } ? a : null;
        if (right.Base is { Minimum: >= 0, Maximum: { } b } && (bound is null || b < bound))
        {
            bound = b;
        }

        return bound is null ? new(BeamType.Integer) : FlowType.OfInteger(0, bound);
    }
}
