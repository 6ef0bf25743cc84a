using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <summary>A constant of the code.</summary>
/// <param name="term">The term.</param>
/// <param name="type">Its type.</param>
internal sealed class Constant(Term term, TermType type)
{
    private TermType? _anyElement;

    /// <summary>A constant.</summary>
    public Constant(Term term)
        : this(term, TermType.FromTerm(term))
    {
    }

    /// <summary>The atom <c>true</c>.</summary>
    public static Constant True { get; } = new(Term.Atom("true"));

    /// <summary>The atom <c>false</c>.</summary>
    public static Constant False { get; } = new(Term.Atom("false"));

    /// <summary>The empty list.</summary>
    public static Constant Nil { get; } = new(Term.Nil);

    /// <summary>The term.</summary>
    public Term Term { get; } = term;

    /// <summary>Its type.</summary>
    public TermType Type { get; } = type;

    /// <summary>The term as an integer that fits; <see langword="null"/> when it is none.</summary>
    public long? Number { get; } =
        term is IntegerTerm { Value: var value } && value >= long.MinValue && value <= long.MaxValue ? (long)value : null;

    /// <summary>Some element, if it is a tuple: tables are often constant tuples, of which types keep only the first elements.</summary>
    public TermType AnyElement => _anyElement ??= JoinElements();

    /// <inheritdoc/>
    public override string ToString() => Term.ToString()!;

    private TermType JoinElements()
    {
        var element = TermType.None;
        if (Term is TupleTerm tuple)
        {
            for (var index = 0; index < tuple.Arity && !element.IsAny; index++)
            {
                element = element.Join(TermType.FromTerm(tuple[index]));
            }
        }

        return element;
    }
}
