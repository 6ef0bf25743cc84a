using System.Runtime.CompilerServices;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>
/// Types that were made lately, to be found instead of made again: the same few come up over and over, and two that are one object compare at
/// once.
/// </content>
public sealed partial class TermType
{
    private static TermType Share(in Parts parts)
    {
        var hash = Marked(HashOf(parts));
        ref var place = ref PlaceOf((uint)hash);
        var known = place;
        return known is not null && known._hash == hash && AreEqual(parts, known) ? known : place = new TermType(parts) { _hash = hash };
    }

    // A tuple of one shape: of a type that is known nothing need be made at all.
    private static TermType ShareTuple(int size, bool isExact, ReadOnlySpan<TermType> elements)
    {
        while (!elements.IsEmpty && elements[^1].IsAny)
        {
            elements = elements[..^1];
        }

        var known = PlaceOf(Mix(HashOfTuples, TupleShape.HashOf(size, isExact, elements)));
        return known is { Kinds: TermKinds.Tuple, _shapes: [var shape] } && shape.Is(size, isExact, elements)
            ? known : OfShape(TupleShape.Make(size, isExact, elements.ToArray()));
    }

    // A tuple of a shape with another type of an element.
    private static TermType ShareTuple(TupleShape shape, int index, TermType type)
    {
        if (index > TupleShape.MaximumElements)
        {
            return OfShape(shape.With(index, type));
        }

        var first = default(FirstElements);
        Span<TermType> elements = first;
        elements = elements[..Math.Max(shape.KnownElements, index)];
        elements[shape.KnownElements..].Fill(Any);
        shape.KnownTypes.CopyTo(elements);
        elements[index - 1] = type;
        return ShareTuple(Math.Max(shape.Size, index), shape.IsExact, elements);
    }

    private static ref TermType? PlaceOf(uint hash) => ref TypeMemo.Current.PlaceOf(hash);

    private static uint HashOf(in Parts parts)
    {
        var hash = HashWithoutShapes(parts);
        foreach (var shape in parts.Shapes.AsSpan())
        {
            hash = Mix(hash, (uint)shape.GetHashCode());
        }

        return hash;
    }

    private static uint HashWithoutShapes(in Parts parts)
    {
        var hash = Mix((uint)parts.Kinds, (uint)parts.Minimum ^ (uint)(parts.Minimum >> 32));
        hash = Mix(hash, (uint)parts.Maximum ^ (uint)(parts.Maximum >> 32));
        hash = Mix(hash, (uint)(parts.Unit ^ (parts.ContextUnit << 10) ^ (parts.Arity << 20)));
        hash = Mix(hash, HashOf(parts.Element));
        hash = Mix(hash, HashOf(parts.Terminator));
        if ((parts.Kinds & (TermKinds.Map | TermKinds.Fun)) != 0)
        {
            hash = Mix(Mix(Mix(hash, HashOf(parts.Key)), HashOf(parts.Value)), HashOf(parts.Result));
        }

        foreach (var atom in parts.Atoms.AsSpan())
        {
            // Enough to tell most names apart.
            hash = Mix(hash, atom.Length == 0 ? 0 : (uint)(atom.Length ^ (atom[0] << 6) ^ (atom[atom.Length / 2] << 12) ^ (atom[^1] << 18)));
        }

        foreach (var record in parts.Records.AsSpan())
        {
            hash = Mix(hash, (uint)record.GetHashCode());
        }

        return hash;
    }

    private static uint HashOf(TermType? type) => type is null ? 0 : (uint)type.GetHashCode();

    private static uint Mix(uint hash, uint next) => (System.Numerics.BitOperations.RotateLeft(hash, 5) ^ next) * 0x85EBCA6Bu;

    private static bool AreEqual(in Parts parts, TermType type) =>
        parts.Kinds == type.Kinds && parts.Minimum == type._minimum && parts.Maximum == type._maximum
        && AreEqual(parts.Atoms, type._atoms) && AreEqual(parts.Shapes, type._shapes) && type._details.IsEqual(parts);

    private static bool Equals(TermType? left, TermType? right) => ReferenceEquals(left, right) || (left is not null && left.Equals(right));

    // The types of the first elements of a tuple, for a moment.
    [InlineArray(TupleShape.MaximumElements)]
    private struct FirstElements
    {
        private TermType _first;
    }
}
