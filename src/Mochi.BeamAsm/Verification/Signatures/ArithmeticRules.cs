using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Numbers.</summary>
internal static class ArithmeticRules
{
    private static readonly TermType Positive = TermType.IntegerRange(1, null);
    private static readonly TermType BelowMinusOne = TermType.IntegerRange(null, -2);
    private static readonly TermType NotNegative = TermType.IntegerRange(0, null);
    private static readonly TermType SmallShift = TermType.IntegerRange(null, 63);

    /// <summary>Operators whose result is a float when one operand is.</summary>
    public static CallOutcome Mixed(Signature signature, TermType left, TermType right)
    {
        var (one, other) = (left.Meet(TermType.Integer), right.Meet(TermType.Integer));
        var result = one.IsNone || other.IsNone ? TermType.None : signature.Rule switch
        {
            SignatureRule.Add => IntegerBounds.Add(one, other),
            SignatureRule.Subtract => IntegerBounds.Subtract(one, other),
            _ => IntegerBounds.Multiply(one, other),
        };
        if (((left.Kinds | right.Kinds) & TermKinds.Float) != 0)
        {
            result = result.Join(TermType.Float);
        }

        return signature.Of(result, canFail: !IsBounded(left) || !IsBounded(right));
    }

    /// <summary>Operators of one operand.</summary>
    public static CallOutcome Unary(Signature signature, TermType operand)
    {
        var integer = operand.Meet(TermType.Integer);
        var result = integer.IsNone ? integer : signature.Rule switch
        {
            SignatureRule.Negate => IntegerBounds.Negate(integer),
            SignatureRule.BitNot => IntegerBounds.Not(integer),
            SignatureRule.Absolute => IntegerBounds.Absolute(integer),
            _ => integer,
        };
        if ((operand.Kinds & TermKinds.Float) != 0 && signature.Rule != SignatureRule.BitNot)
        {
            result = result.Join(TermType.Float);
        }

        return signature.Of(result, canFail: !IsBounded(operand));
    }

    /// <summary>Functions that give integers for any numbers.</summary>
    public static CallOutcome Round(Signature signature, TermType operand) =>
        operand.IsSubsetOf(TermType.Integer) ? signature.Of(operand, canFail: false) : signature.Of(canFail: true);

    /// <summary><c>div</c> and <c>rem</c>.</summary>
    public static CallOutcome Divide(Signature signature, TermType left, TermType right)
    {
        var canFail = !left.IsSubsetOf(TermType.Integer) || !(right.IsSubsetOf(Positive) || right.IsSubsetOf(BelowMinusOne));
        var (one, other) = (left.Meet(TermType.Integer), right.Meet(TermType.Integer));
        var result = signature.Rule == SignatureRule.Divide ? IntegerBounds.Divide(one, other) : IntegerBounds.Remainder(one, other);
        return signature.Of(result, canFail);
    }

    /// <summary><c>bsl</c> and <c>bsr</c>.</summary>
    public static CallOutcome Shift(Signature signature, TermType value, TermType shift)
    {
        var (one, other) = (value.Meet(TermType.Integer), shift.Meet(TermType.Integer));
        return signature.Rule == SignatureRule.ShiftRight
            ? signature.Of(
                IntegerBounds.ShiftRight(one, other), canFail: !value.IsSubsetOf(TermType.Integer) || !shift.IsSubsetOf(NotNegative))
            : signature.Of(IntegerBounds.ShiftLeft(one, other), canFail: !IsBounded(value) || !shift.IsSubsetOf(SmallShift));
    }

    /// <summary><c>band</c>, <c>bor</c> and <c>bxor</c>.</summary>
    public static TermType Bits(SignatureRule rule, TermType left, TermType right)
    {
        var (one, other) = (left.Meet(TermType.Integer), right.Meet(TermType.Integer));
        return rule switch
        {
            SignatureRule.BitAnd => IntegerBounds.And(one, other),
            SignatureRule.BitOr => IntegerBounds.Or(one, other),
            _ => IntegerBounds.ExclusiveOr(one, other),
        };
    }

    /// <summary><c>lists:sum/1</c>, which is 0 for no elements.</summary>
    public static TermType Sum(TermType list)
    {
        var element = list.Head.Meet(TermType.Number);
        return (element.Kinds & TermKinds.Float) != 0 ? TermType.Number : element.Minimum >= 0 ? NotNegative
            : element.IsNone ? TermType.IntegerRange(0, 0) : TermType.Integer;
    }

    // Numbers beyond the limit of the machine's integers come only out of such as have no bounds.
    private static bool IsBounded(TermType type) => type is { Kinds: TermKinds.Integer, Minimum: not null, Maximum: not null };
}
