using System.Runtime.InteropServices;

namespace Mochi.BeamAsm.Verification.Types;

/// <summary>
/// What a value may be: a union over kinds of terms, each kind with what is known of it. The elements of a lattice:
/// types are joined where paths meet and narrowed by tests. Immutable, and compared by value.
/// </summary>
/// <remarks>
/// Everything that is not known is <see langword="null"/> (or a bound at the end of <see langword="long"/>), and
/// details of kinds that the type does not have are not kept, so equal types have equal fields.
/// </remarks>
public sealed partial class TermType : IEquatable<TermType>
{
    /// <summary>More atoms than this become any atom.</summary>
    internal const int MaximumAtoms = 5;

    /// <summary>More named native records than this become any native record.</summary>
    internal const int MaximumRecords = 12;

    /// <summary>Types are not nested deeper than this; what is deeper may be anything.</summary>
    internal const int MaximumDepth = 5;

    /// <summary>More than so many types are not nested in another one: the deepest are dropped first.</summary>
    internal const int MaximumWeight = 48;

    /// <summary>The same for a type that others do not contain.</summary>
    internal const int MaximumUnionWeight = 4 * MaximumWeight;

    private readonly long _minimum;
    private readonly long _maximum;
    private readonly string[]? _atoms;
    private readonly TupleShape[]? _shapes;
    private readonly Details _details;
    private readonly bool _isPlain;
    private int _hash;

    // What it is when it is nested in another type, once that has been needed.
    private TermType? _nested;

    private TermType(in Parts parts)
    {
        Kinds = parts.Kinds;
        (_minimum, _maximum, _atoms, _shapes) = (parts.Minimum, parts.Maximum, parts.Atoms, parts.Shapes);
        _details = Details.Of(parts);
        _isPlain = IsPlain(parts);
        Weight = 1;
        if (_isPlain)
        {
            return;
        }

        Depth = Math.Max(
            Math.Max(Within(parts.Element), Within(parts.Terminator)),
            Math.Max(Math.Max(Within(parts.Key), Within(parts.Value)), Within(parts.Result)));
        if (parts.Shapes is { } shapes)
        {
            foreach (var shape in shapes)
            {
                Depth = Math.Max(Depth, shape.Depth);
                Weight += shape.Weight;
            }
        }
    }

    /// <summary>The kinds of terms that it may be.</summary>
    public TermKinds Kinds { get; }

    /// <summary>The lower bound if it is an integer; <see langword="null"/> for none.</summary>
    public long? Minimum => _minimum == long.MinValue ? null : _minimum;

    /// <summary>The upper bound if it is an integer; <see langword="null"/> for none.</summary>
    public long? Maximum => _maximum == long.MaxValue ? null : _maximum;

    /// <summary>What its length in bits is a multiple of if it is a bitstring, at least 1.</summary>
    /// <remarks>More than 256 when two units are known that have no smaller common multiple.</remarks>
    public int Unit => _details.Unit;

    /// <summary>Whether it is a binary that can grow where it is, as <c>bs_init_writable</c> makes it, if it is a bitstring.</summary>
    public bool IsWritable => _details.IsWritable;

    /// <summary>What the number of bits that are left is a multiple of, if it is a match context or a saved position.</summary>
    public int ContextUnit => _details.ContextUnit;

    /// <summary>Whether some of the atoms that it may be are known, see <see cref="Atoms"/>.</summary>
    public bool HasAtoms => _atoms is not null;

    /// <summary>The atoms that it may be, in order, when <see cref="HasAtoms"/>; any atom otherwise.</summary>
    public ReadOnlySpan<string> Atoms => _atoms;

    /// <summary>The native records that it may be, in order; empty for any or none.</summary>
    public ReadOnlySpan<NativeRecordName> NativeRecordNames => _details.Records;

    /// <summary>The number of arguments if it is a fun; negative for any number.</summary>
    public int FunArity => _details.Arity;

    /// <summary>Whether no value is of this type: the path is impossible.</summary>
    public bool IsNone => Kinds == TermKinds.None;

    /// <summary>Whether every term is of this type, and nothing that is no term.</summary>
    public bool IsAny => ReferenceEquals(this, Any);

    /// <summary>Whether it may be something that is no term.</summary>
    public bool MayBeAbstract => Has(TermKinds.Abstract);

    /// <summary>Whether it may be a match context.</summary>
    public bool MayBeMatchContext => Has(TermKinds.MatchContext);

    /// <summary>The integer that it is, when it can be nothing else and when it is no more than a word.</summary>
    public long? SingleInteger =>
        Kinds == TermKinds.Integer && _minimum == _maximum && _minimum is not (long.MinValue or long.MaxValue)
            ? _minimum : null;

    /// <summary>The atom that it is, when it can be nothing else.</summary>
    public string? SingleAtom => Kinds == TermKinds.Atom && _atoms is [var name] ? name : null;

    /// <summary>How deep types are nested in it, at most <see cref="MaximumDepth"/>.</summary>
    internal int Depth { get; }

    /// <summary>How many types it consists of, itself included.</summary>
    internal int Weight { get; private set; }

    /// <summary>Whether two types include the same values as far as they say.</summary>
    public static bool operator ==(TermType? left, TermType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two types differ.</summary>
    public static bool operator !=(TermType? left, TermType? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(TermType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && GetHashCode() == other.GetHashCode() && AreEqual(other.ToParts(), this));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TermType);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash != 0 ? _hash : _hash = ComputeHash();

    // All that it knows, for another type to be made from.
    private Parts ToParts() => new()
    {
        Kinds = Kinds,
        Unit = _details.Unit,
        IsWritable = _details.IsWritable,
        ContextUnit = _details.ContextUnit,
        Arity = _details.Arity,
        Minimum = _minimum,
        Maximum = _maximum,
        Atoms = _atoms,
        Element = _details.Element,
        Terminator = _details.Terminator,
        Key = _details.Key,
        Value = _details.Value,
        Result = _details.Result,
        Shapes = _shapes,
        Records = _details.Records,
    };

    private bool Has(TermKinds kinds) => (Kinds & kinds) != 0;

    private int ComputeHash() => Marked(HashOf(ToParts()));

    // Zero is for a hash that is not known yet.
    private static int Marked(uint hash) => hash == 0 ? 1 : (int)hash;

    // Counts a nested type, and says how deep it makes this one.
    private int Within(TermType? type)
    {
        if (type is null)
        {
            return 0;
        }

        Weight += type.Weight;
        return type.Depth + 1;
    }

    private static bool AreEqual<T>(T[]? left, T[]? right)
        where T : class, IEquatable<T> =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null && left.AsSpan().SequenceEqual(right));

    // Everything that a type knows; what a new type is made from.
    [StructLayout(LayoutKind.Auto)]
    private struct Parts
    {
        public TermKinds Kinds;
        public int Unit;
        public bool IsWritable;
        public int ContextUnit;
        public int Arity;
        public long Minimum;
        public long Maximum;
        public string[]? Atoms;
        public TermType? Element;
        public TermType? Terminator;
        public TermType? Key;
        public TermType? Value;
        public TermType? Result;
        public TupleShape[]? Shapes;
        public NativeRecordName[]? Records;

        public Parts(TermKinds kinds)
        {
            Kinds = kinds;
            Unit = ContextUnit = 1;
            Arity = -1;
            Minimum = long.MinValue;
            Maximum = long.MaxValue;
        }
    }
}
