using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification.Types;

/// <summary>
/// What a value may be: a union over kinds of terms, each kind with what is known of it. An element of a lattice: types are joined where
/// paths meet and narrowed by tests.
/// </summary>
public sealed partial class TermType : IEquatable<TermType>
{
    private const int MaximumAtoms = 5;
    private const int MaximumShapes = 20;
    private const int MaximumDepth = 4;
    private const int MaximumUnit = 256;

    private TermType(TermKinds kinds) => Kinds = kinds;

    /// <summary>The kinds of terms that it may be.</summary>
    public TermKinds Kinds { get; private init; }

    /// <summary>The lower bound if it is an integer; <see langword="null"/> for none.</summary>
    public long? Minimum { get; private init; }

    /// <summary>The upper bound if it is an integer; <see langword="null"/> for none.</summary>
    public long? Maximum { get; private init; }

    /// <summary>The atoms that it may be, in order; default for any.</summary>
    internal ImmutableArray<string> Atoms { get; private init; }

    /// <summary>What its length in bits is a multiple of if it is a bitstring, 1 to 256.</summary>
    internal int Unit { get; private init; } = 1;

    /// <summary>The same of the bits that are left, if it is a match context or a saved position.</summary>
    public int ContextUnit { get; private init; } = 1;

    /// <summary>The elements if it is a list with an element; <see langword="null"/> for any.</summary>
    internal TermType? ElementType { get; private init; }

    /// <summary>What ends it if it is a list with an element; <see langword="null"/> for any.</summary>
    internal TermType? Terminator { get; private init; }

    /// <summary>The keys if it is a map; <see langword="null"/> for any.</summary>
    internal TermType? KeyType { get; private init; }

    /// <summary>The values if it is a map; <see langword="null"/> for any.</summary>
    internal TermType? ValueType { get; private init; }

    /// <summary>The number of arguments if it is a fun; negative for any.</summary>
    internal int FunArity { get; private init; } = -1;

    /// <summary>What the fun gives; <see langword="null"/> for anything.</summary>
    internal TermType? FunResultType { get; private init; }

    /// <summary>The tuples that it may be.</summary>
    internal ImmutableArray<TupleShape> Shapes { get; private init; } = TupleShape.AnyList;

    /// <summary>Whether no value is of this type: the path is impossible.</summary>
    public bool IsNone => Kinds == TermKinds.None;

    /// <summary>Whether every term is of this type.</summary>
    public bool IsAny => ReferenceEquals(this, Any) || Equals(Any);

    /// <summary>Whether it may be something that is no term.</summary>
    public bool MayBeAbstract => (Kinds & TermKinds.Abstract) != 0;

    /// <summary>Whether it may be a match context.</summary>
    public bool MayBeMatchContext => (Kinds & TermKinds.MatchContext) != 0;

    /// <summary>The atom that it is, when it can be nothing else.</summary>
    internal string? SingleAtom => Kinds == TermKinds.Atom && Atoms is { IsDefault: false, Length: 1 } ? Atoms[0] : null;

    /// <summary>Whether there is just one value of this type.</summary>
    public bool IsSingleton => SingletonValue is not null;

    // How deep types are nested in it.
    private int Depth { get; init; }

    /// <inheritdoc/>
    public bool Equals(TermType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kinds == other.Kinds
            && (!Has(TermKinds.Integer) || (Minimum == other.Minimum && Maximum == other.Maximum))
            && (!Has(TermKinds.Atom) || SameAtoms(Atoms, other.Atoms))
            && (!Has(TermKinds.Bitstring) || Unit == other.Unit)
            && (!Has(TermKinds.MatchContext | TermKinds.MatchPosition) || ContextUnit == other.ContextUnit)
            && (!Has(TermKinds.Cons) || (Equals(ElementType, other.ElementType) && Equals(Terminator, other.Terminator)))
            && (!Has(TermKinds.Map) || (Equals(KeyType, other.KeyType) && Equals(ValueType, other.ValueType)))
            && (!Has(TermKinds.Fun) || (FunArity == other.FunArity && Equals(FunResultType, other.FunResultType)))
            && (!Has(TermKinds.Tuple) || Shapes.AsSpan().SequenceEqual(other.Shapes.AsSpan())));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TermType);

    /// <inheritdoc/>
    public override int GetHashCode() => ((int)Kinds * 31) + (int)(Minimum ?? 1) + ((int)(Maximum ?? 2) * 17);

    private bool Has(TermKinds kinds) => (Kinds & kinds) != 0;

    private static bool SameAtoms(ImmutableArray<string> left, ImmutableArray<string> right) =>
        left.IsDefault ? right.IsDefault : !right.IsDefault && left.AsSpan().SequenceEqual(right.AsSpan());
}
