using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ssa;

/// <summary>A constant term as an operand.</summary>
/// <param name="value">The term.</param>
internal sealed class SsaConstant(Term value) : SsaOperand
{
    /// <summary>The atom <c>ok</c>, the value of everything that has none of its own.</summary>
    public static SsaConstant Unit { get; } = new(Term.Atom("ok"));

    /// <summary>The atom <c>true</c>.</summary>
    public static SsaConstant True { get; } = new(Term.Atom("true"));

    /// <summary>The atom <c>false</c>.</summary>
    public static SsaConstant False { get; } = new(Term.Atom("false"));

    /// <summary>The empty list.</summary>
    public static SsaConstant Nil { get; } = new(Term.Nil);

    /// <summary>The term.</summary>
    public Term Value { get; } = value;
}
