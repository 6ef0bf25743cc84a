namespace Mochi.BeamAsm.Verification.Types;

/// <summary>Tuples of one size, or of that size and more, with elements of some types.</summary>
internal sealed class TupleShape : IEquatable<TupleShape>
{
    /// <summary>Types of elements after this one are not kept.</summary>
    public const int MaximumElements = 12;

    private readonly TermType[] _elements;
    private int _hash;

    private TupleShape(int size, bool isExact, TermType[] elements)
    {
        (Size, IsExact, _elements) = (size, isExact, elements);
        Weight = 1;
        foreach (var element in elements)
        {
            Weight += element.Weight;
            Depth = Math.Max(Depth, element.Depth + 1);
        }
    }

    /// <summary>How many elements there are, or at least are.</summary>
    public int Size { get; }

    /// <summary>Whether there are no more.</summary>
    public bool IsExact { get; }

    /// <summary>How many elements are known to be of some type; those after them may be anything.</summary>
    public int KnownElements => _elements.Length;

    /// <summary>The types of those elements.</summary>
    public ReadOnlySpan<TermType> KnownTypes => _elements;

    /// <summary>How deep types are nested in it.</summary>
    public int Depth { get; }

    /// <summary>How many types it consists of.</summary>
    public int Weight { get; }

    /// <summary>Whether every tuple is of this shape.</summary>
    public bool IsAny => Size == 0 && !IsExact;

    /// <summary>The atom that the first element is; <see langword="null"/> when it is not one atom.</summary>
    public string? Tag => _elements.Length > 0 ? _elements[0].SingleAtom : null;

    /// <summary>Makes a shape; elements that may be anything at the end of the list are dropped.</summary>
    /// <param name="size">How many elements there are, or at least are.</param>
    /// <param name="isExact">Whether there are no more.</param>
    /// <param name="elements">The array becomes the shape's. No element may be none.</param>
    public static TupleShape Make(int size, bool isExact, TermType[] elements)
    {
        var count = Math.Min(Math.Min(elements.Length, MaximumElements), size);
        while (count > 0 && elements[count - 1].IsAny)
        {
            count--;
        }

        if (count != elements.Length)
        {
            Array.Resize(ref elements, count);
        }

        return new TupleShape(size, isExact, elements);
    }

    /// <summary>The type of an element, from 1.</summary>
    public TermType Element(int index) =>
        index <= _elements.Length ? _elements[index - 1] : IsExact && index > Size ? TermType.None : TermType.Any;

    /// <summary>With another type of an element, which the tuple gets when it may be too small for it.</summary>
    public TupleShape With(int index, TermType type)
    {
        var size = Math.Max(Size, index);
        if (index > MaximumElements || (index > _elements.Length && type.IsAny))
        {
            return size == Size ? this : new TupleShape(size, IsExact, _elements);
        }

        var elements = new TermType[Math.Max(_elements.Length, index)];
        Array.Fill(elements, TermType.Any);
        _elements.CopyTo(elements, 0);
        elements[index - 1] = type;
        return Make(size, IsExact, elements);
    }

    /// <summary>The shape with types nested less deeply.</summary>
    public TupleShape Limit(int depth)
    {
        if (Depth <= depth)
        {
            return this;
        }

        if (depth == 0)
        {
            return new TupleShape(Size, IsExact, []);
        }

        var elements = new TermType[_elements.Length];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = _elements[index].Limit(depth - 1);
        }

        return Make(Size, IsExact, elements);
    }

    /// <summary>The shape with one shape for the tuples of each size in its elements.</summary>
    public TupleShape MergeShapes(int depth)
    {
        if (depth == 0)
        {
            return this;
        }

        TermType[]? elements = null;
        for (var index = 0; index < _elements.Length; index++)
        {
            var merged = _elements[index].MergeShapes(depth);
            if (elements is null && !ReferenceEquals(merged, _elements[index]))
            {
                elements = [.. _elements];
            }

            if (elements is not null)
            {
                elements[index] = merged;
            }
        }

        return elements is null ? this : Make(Size, IsExact, elements);
    }

    /// <summary>Whether the two are to be one shape in a union: nothing simple tells them apart.</summary>
    /// <param name="other">The other.</param>
    /// <param name="isWidening">Whether numbers do not tell them apart either, so that unions stay small that grow.</param>
    public bool Overlaps(TupleShape other, bool isWidening = false)
    {
        if (IsExact ? (other.IsExact ? Size != other.Size : Size < other.Size) : other.IsExact && other.Size < Size)
        {
            return false;
        }

        if (_elements.Length == 0 || other._elements.Length == 0)
        {
            return true;
        }

        var (left, right) = (_elements[0], other._elements[0]);
        return (left.Kinds & right.Kinds) != 0
            && (left.SingleAtom is not { } tag || right.SingleAtom is not { } second || tag == second)
            && (isWidening || left.SingleInteger is not { } number || right.SingleInteger is not { } another || number == another);
    }

    /// <summary>The shape that includes both.</summary>
    public TupleShape Join(TupleShape other, Landmarks? widening)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        var size = Math.Min(Size, other.Size);
        var isExact = IsExact && other.IsExact && Size == other.Size;
        var count = Math.Min(_elements.Length, other._elements.Length);
        TermType[]? elements = null;
        for (var index = 0; index < count; index++)
        {
            var joined = _elements[index].Union(other._elements[index], widening);
            if (elements is null && !ReferenceEquals(joined, _elements[index]))
            {
                elements = new TermType[count];
                Array.Copy(_elements, elements, index);
            }

            if (elements is not null)
            {
                elements[index] = joined;
            }
        }

        if (elements is null)
        {
            if (size == Size && isExact == IsExact && count == _elements.Length)
            {
                return this;
            }

            elements = _elements.AsSpan(0, count).ToArray();
        }

        return Make(size, isExact, elements);
    }

    /// <summary>What is in both; <see langword="null"/> for nothing.</summary>
    public TupleShape? Meet(TupleShape other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        if ((IsExact && Size < other.Size) || (other.IsExact && other.Size < Size))
        {
            return null;
        }

        var (isLeft, isRight) = (true, true);
        var count = Math.Max(_elements.Length, other._elements.Length);
        var elements = count == 0 ? [] : new TermType[count];
        for (var index = 1; index <= count; index++)
        {
            var (left, right) = (Element(index), other.Element(index));
            var element = left.Meet(right);
            if (element.IsNone)
            {
                return null;
            }

            isLeft &= ReferenceEquals(element, left);
            isRight &= ReferenceEquals(element, right);
            elements[index - 1] = element;
        }

        var size = Math.Max(Size, other.Size);
        var isExact = IsExact || other.IsExact;
        if (isLeft && size == Size && isExact == IsExact)
        {
            return this;
        }

        return isRight && size == other.Size && isExact == other.IsExact ? other : Make(size, isExact, elements);
    }

    /// <summary>This without the other, or more than that; <see langword="null"/> for nothing.</summary>
    public TupleShape? Subtract(TupleShape other)
    {
        // When one element alone decides, that element is not what it is in the other.
        var deciding = 0;
        for (var index = 1; index <= other._elements.Length; index++)
        {
            if (!Element(index).IsSubsetOf(other._elements[index - 1]))
            {
                if (deciding != 0)
                {
                    return this;
                }

                deciding = index;
            }
        }

        if (other.IsExact ? !IsExact || Size != other.Size : Size < other.Size)
        {
            // Of at least this size, but not of just this size.
            return deciding == 0 && !IsExact && other.IsExact && Size == other.Size
                ? new TupleShape(Size + 1, false, _elements) : this;
        }

        if (deciding == 0)
        {
            return null;
        }

        var element = Element(deciding);
        var rest = element.Subtract(other._elements[deciding - 1]);
        return rest.IsNone ? null : ReferenceEquals(rest, element) ? this : With(deciding, rest);
    }

    /// <summary>Whether every tuple of this shape is of the other.</summary>
    public bool IsSubsetOf(TupleShape other)
    {
        if (other.IsExact ? !IsExact || Size != other.Size : Size < other.Size)
        {
            return false;
        }

        for (var index = 1; index <= other._elements.Length; index++)
        {
            if (!Element(index).IsSubsetOf(other._elements[index - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TupleShape? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Size == other.Size && IsExact == other.IsExact
            && _elements.AsSpan().SequenceEqual(other._elements));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TupleShape);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash != 0 ? _hash : _hash = (int)HashOf(Size, IsExact, _elements);

    /// <summary>The hash of a shape with the elements that are known.</summary>
    public static uint HashOf(int size, bool isExact, ReadOnlySpan<TermType> elements)
    {
        var hash = (uint)((size * 2) + (isExact ? 1 : 0));
        foreach (var element in elements)
        {
            hash = unchecked((hash * 31) + (uint)element.GetHashCode());
        }

        return hash;
    }

    /// <summary>Whether it is the shape with the elements that are known.</summary>
    public bool Is(int size, bool isExact, ReadOnlySpan<TermType> elements) =>
        Size == size && IsExact == isExact && _elements.AsSpan().SequenceEqual(elements);
}
