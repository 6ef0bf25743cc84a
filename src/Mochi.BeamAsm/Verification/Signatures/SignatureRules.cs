using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>What is told of a call from the types of its arguments.</summary>
internal static class SignatureRules
{
    /// <summary>What a call does.</summary>
    /// <param name="signature">The function, which has a rule.</param>
    /// <param name="arguments">The types of the arguments; none is disjoint from what is required.</param>
    /// <param name="canFail">Whether it can fail as far as the required types and the flags tell.</param>
    public static CallOutcome Apply(Signature signature, ReadOnlySpan<TermType> arguments, bool canFail) => signature.Rule switch
    {
        SignatureRule.Add or SignatureRule.Subtract or SignatureRule.Multiply => ArithmeticRules.Mixed(signature, arguments[0], arguments[1]),
        SignatureRule.Divide or SignatureRule.Remainder => ArithmeticRules.Divide(signature, arguments[0], arguments[1]),
        SignatureRule.ShiftLeft or SignatureRule.ShiftRight => ArithmeticRules.Shift(signature, arguments[0], arguments[1]),
        SignatureRule.Plus or SignatureRule.Negate or SignatureRule.BitNot or SignatureRule.Absolute =>
            ArithmeticRules.Unary(signature, arguments[0]),
        SignatureRule.Round => ArithmeticRules.Round(signature, arguments[0]),
        SignatureRule.Element => TupleRules.Element(signature, arguments[0], arguments[1]),
        SignatureRule.SetElement => TupleRules.SetElement(signature, arguments[0], arguments[1], arguments[2]),
        SignatureRule.Raise => TestRules.Raise(signature, arguments[0], arguments[2]),
        SignatureRule.Zip => ListRules.Zip(signature, arguments),
        SignatureRule.ZipWith => ListRules.ZipWith(signature, arguments),
        _ => signature.Of(Result(signature, arguments), canFail),
    };

    private static TermType Result(Signature signature, ReadOnlySpan<TermType> arguments) => signature.Rule switch
    {
        SignatureRule.BitAnd or SignatureRule.BitOr or SignatureRule.BitXor => ArithmeticRules.Bits(signature.Rule, arguments[0], arguments[1]),
        SignatureRule.Sum => ArithmeticRules.Sum(arguments[0]),
        SignatureRule.Minimum => arguments[0].LessThan(arguments[1], orEqual: true).Join(arguments[1].LessThan(arguments[0], orEqual: true)),
        SignatureRule.Maximum => arguments[0].GreaterThan(arguments[1], orEqual: true).Join(arguments[1].GreaterThan(arguments[0], orEqual: true)),
        SignatureRule.Second => arguments[1],
        SignatureRule.ResultOfFirst => arguments[0].FunResult,
        SignatureRule.MakeFun => TestRules.MakeFun(arguments[2]),

        SignatureRule.Not => TestRules.Not(arguments[0]),
        SignatureRule.And => TestRules.And(arguments[0], arguments[1]),
        SignatureRule.Or => TestRules.Or(arguments[0], arguments[1]),
        SignatureRule.Same => TestRules.Same(arguments[0], arguments[1], isSame: true),
        SignatureRule.NotSame => TestRules.Same(arguments[0], arguments[1], isSame: false),
        SignatureRule.Less => TestRules.Less(arguments[0], arguments[1], orEqual: false),
        SignatureRule.NotGreater => TestRules.Less(arguments[0], arguments[1], orEqual: true),
        SignatureRule.Greater => TestRules.Less(arguments[1], arguments[0], orEqual: false),
        SignatureRule.NotLess => TestRules.Less(arguments[1], arguments[0], orEqual: true),
        SignatureRule.IsAtom => TestRules.Is(arguments[0], TermType.Atom),
        SignatureRule.IsBinary => TestRules.Is(arguments[0], TermType.Binary),
        SignatureRule.IsBitstring => TestRules.Is(arguments[0], TermType.Bitstring),
        SignatureRule.IsBoolean => TestRules.Is(arguments[0], TermType.Boolean),
        SignatureRule.IsFloat => TestRules.Is(arguments[0], TermType.Float),
        SignatureRule.IsFunction => TestRules.Is(arguments[0], TermType.Fun),
        SignatureRule.IsFunctionOf => TestRules.IsFunctionOf(arguments[0], arguments[1]),
        SignatureRule.IsInteger => TestRules.Is(arguments[0], TermType.Integer),
        SignatureRule.IsIntegerWithin => arguments[0].IsDisjointFrom(TermType.Integer) ? TestRules.False : signature.Result,
        SignatureRule.IsList => TestRules.Is(arguments[0], TermType.List),
        SignatureRule.IsMap => TestRules.Is(arguments[0], TermType.Map),
        SignatureRule.IsMapKey => arguments[0].IsDisjointFrom(arguments[1].MapKey) ? TestRules.False : signature.Result,
        SignatureRule.IsNativeRecord => TestRules.Is(arguments[0], TermType.NativeRecord),
        SignatureRule.IsNumber => TestRules.Is(arguments[0], TermType.Number),
        SignatureRule.IsPid => TestRules.Is(arguments[0], TermType.Pid),
        SignatureRule.IsPort => TestRules.Is(arguments[0], TermType.Port),
        SignatureRule.IsReference => TestRules.Is(arguments[0], TermType.Reference),
        SignatureRule.IsTuple => TestRules.Is(arguments[0], TermType.Tuple),

        SignatureRule.TupleSize => TupleRules.Size(arguments[0]),
        SignatureRule.TupleOfList => TupleRules.OfList(arguments[0]),
        SignatureRule.ListOfTuple => TupleRules.ToList(arguments[0]),
        SignatureRule.MakeTuple => TupleRules.Make(arguments[0], arguments[1]),
        SignatureRule.TupleOfSize => TupleRules.Make(arguments[0], TermType.Any),
        SignatureRule.AppendElement => TupleRules.Append(arguments[0], arguments[1]),

        SignatureRule.MapFind or SignatureRule.MapFold or SignatureRule.MapFromKeys
            or SignatureRule.MapFromList or SignatureRule.MapGet or SignatureRule.MapGetDefault
            or SignatureRule.MapKeys or SignatureRule.MapMap or SignatureRule.MapMerge
            or SignatureRule.MapOfSecond or SignatureRule.MapPut or SignatureRule.MapRemove
            or SignatureRule.MapSize or SignatureRule.MapTake or SignatureRule.MapToList
            or SignatureRule.MapUpdateWith or SignatureRule.MapValues or SignatureRule.MapWith
            or SignatureRule.MapWithout =>
            MapRules.Result(signature, arguments),
        _ => ListRules.Result(signature, arguments),
    };
}
