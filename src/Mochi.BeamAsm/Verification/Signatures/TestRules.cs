using System.Numerics;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Tests, comparisons, truth values, funs and exceptions.</summary>
internal static class TestRules
{
    private const int MaximumArity = 255;

    private static readonly TermType True = TermType.AtomOf("true");
    private static readonly TermType ExceptionClass = TermType.AtomOf("error", "exit", "throw");

    // Kinds in the order of terms.
    private static readonly TermKinds[] Order =
    [
        TermKinds.Number, TermKinds.Atom, TermKinds.Reference, TermKinds.Fun, TermKinds.Port, TermKinds.Pid, TermKinds.Tuple, TermKinds.Map,
        TermKinds.Nil, TermKinds.Cons, TermKinds.Bitstring,
    ];

    /// <summary>The atom that a test gives when it does not hold.</summary>
    public static TermType False { get; } = TermType.AtomOf("false");

    /// <summary>Whether something is of a type.</summary>
    public static TermType Is(TermType operand, TermType type) =>
        operand.IsSubsetOf(type) ? True : operand.IsDisjointFrom(type) ? False : TermType.Boolean;

    /// <summary><c>is_function/2</c>.</summary>
    public static TermType IsFunctionOf(TermType operand, TermType arity) =>
        arity.Minimum > MaximumArity || operand.IsDisjointFrom(TermType.Fun) ? False
        : arity.Kinds == TermKinds.Integer && arity.Minimum == arity.Maximum && arity.Minimum >= 0
            ? Is(operand, TermType.FunOf((int)arity.Minimum.Value)) : TermType.Boolean;

    public static TermType Not(TermType operand) =>
        !operand.IsSubsetOf(TermType.Boolean) || !operand.IsSingleton ? TermType.Boolean : operand.IsSubsetOf(True) ? False : True;

    public static TermType And(TermType left, TermType right) => Meets(left, False) || Meets(right, False)
        ? Only(left, False) || Only(right, False) ? False : TermType.Boolean : True;

    public static TermType Or(TermType left, TermType right) => Meets(left, True) || Meets(right, True)
        ? Only(left, True) || Only(right, True) ? True : TermType.Boolean : False;

    /// <summary><c>=:=</c> and <c>=/=</c>.</summary>
    public static TermType Same(TermType left, TermType right, bool isSame) =>
        left.IsDisjointFrom(right) ? Of(!isSame) : left.IsSingleton && left.Equals(right) ? Of(isSame) : TermType.Boolean;

    /// <summary>Whether the left comes before the right in the order of terms.</summary>
    public static TermType Less(TermType left, TermType right, bool orEqual)
    {
        if (left.Kinds == TermKinds.Integer && right.Kinds == TermKinds.Integer)
        {
            return (orEqual ? left.Maximum <= right.Minimum : left.Maximum < right.Minimum) ? True
                : (orEqual ? left.Minimum > right.Maximum : left.Minimum >= right.Maximum) ? False : TermType.Boolean;
        }

        var (one, other) = (Ranks(left.Kinds), Ranks(right.Kinds));
        return one == 0 || other == 0 ? TermType.Boolean
            : BitOperations.Log2(one) < BitOperations.TrailingZeroCount(other) ? True
            : BitOperations.Log2(other) < BitOperations.TrailingZeroCount(one) ? False : TermType.Boolean;
    }

    /// <summary><c>make_fun/3</c>.</summary>
    public static TermType MakeFun(TermType arity) =>
        arity.Meet(TermType.IntegerRange(0, MaximumArity)) is { Minimum: { } least, Maximum: { } most } && least == most
            ? TermType.FunOf((int)least) : TermType.Fun;

    /// <summary><c>raise/3</c>, which returns when its arguments are no exception.</summary>
    public static CallOutcome Raise(Signature signature, TermType kind, TermType trace)
    {
        var isClass = kind.IsSubsetOf(ExceptionClass) && trace.Kinds == TermKinds.Nil;
        return signature.Of(isClass ? TermType.None : signature.Result, canFail: !kind.IsDisjointFrom(ExceptionClass));
    }

    private static TermType Of(bool value) => value ? True : False;

    private static bool Meets(TermType type, TermType atom) => !type.IsDisjointFrom(atom);

    private static bool Only(TermType type, TermType atom) => type.IsSubsetOf(atom);

    // The places of kinds in the order, as bits; none when a kind has no place there.
    private static uint Ranks(TermKinds kinds)
    {
        var ranks = 0u;
        for (var rank = 0; rank < Order.Length; rank++)
        {
            if ((kinds & Order[rank]) != 0)
            {
                ranks |= 1u << rank;
                kinds &= ~Order[rank];
            }
        }

        return kinds == 0 ? ranks : 0;
    }
}
