namespace Mochi.BeamAsm.Verification.Types;

/// <summary>
/// What operations on two types gave lately: the same few pairs come up over and over. One for each thread, found by the types' hashes and
/// compared by reference.
/// </summary>
internal sealed class TypeMemo
{
    private const int Bits = 12;
    private const int TypeBits = 9;

    [ThreadStatic]
    private static TypeMemo? _current;

    private readonly Entry[] _entries = new Entry[1 << Bits];
    private readonly TermType?[] _types = new TermType?[1 << TypeBits];

    /// <summary>An operation on two types.</summary>
    public enum Operation
    {
        /// <summary><see cref="TermType.Join"/></summary>
        Join = 1,

        /// <summary><see cref="TermType.Meet(TermType)"/></summary>
        Meet,

        /// <summary><see cref="TermType.Subtract"/></summary>
        Subtract,

        /// <summary><see cref="TermType.Cons"/></summary>
        Cons,

        /// <summary>The first element of tuples of several shapes.</summary>
        Tag,
    }

    /// <summary>The one of this thread.</summary>
    public static TypeMemo Current => _current ??= new TypeMemo();

    /// <summary>Makes one that no other thread uses that of this thread; <see langword="null"/> for a new one when one is needed.</summary>
    public static void Use(TypeMemo? memo) => _current = memo;

    /// <summary>Where the result of an operation is, if it is known, or is to be put.</summary>
    public ref Entry Find(Operation operation, TermType left, TermType right)
    {
        var hash = ((uint)left.GetHashCode() * 0x9E3779B1u) + (uint)right.GetHashCode() + ((uint)operation * 0xC2B2AE35u);
        return ref _entries[(hash * 0x85EBCA6Bu) >> (32 - Bits)];
    }

    /// <summary>Where the last type is that was made with a hash of the same kind; what is new takes the place of what was there.</summary>
    public ref TermType? PlaceOf(uint hash) => ref _types[(hash * 0x9E3779B1u) >> (32 - TypeBits)];

    /// <summary>A result.</summary>
    public struct Entry
    {
        private TermType? _left;
        private TermType? _right;
        private TermType? _result;
        private Operation _operation;

        /// <summary>The result, if it is that of this operation.</summary>
        public readonly bool TryGet(Operation operation, TermType left, TermType right, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TermType? result)
        {
            result = _result;
            return ReferenceEquals(_left, left) && ReferenceEquals(_right, right) && _operation == operation;
        }

        /// <summary>Remembers a result, and gives it.</summary>
        public TermType Set(Operation operation, TermType left, TermType right, TermType result)
        {
            (_left, _right, _result, _operation) = (left, right, result, operation);
            return result;
        }
    }
}
