using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification.Types;

/// <summary>Tuples of a size, or of that size and more, with elements of some types.</summary>
/// <param name="Size">How many elements there are, or at least are.</param>
/// <param name="IsExact">Whether there are no more.</param>
/// <param name="Elements">The types of the first elements; those after them may be anything.</param>
internal sealed record TupleShape(int Size, bool IsExact, ImmutableArray<TermType> Elements)
{
    /// <summary>Elements after this one are not kept.</summary>
    public const int MaximumElements = 12;

    /// <summary>Any tuple.</summary>
    public static TupleShape Any { get; } = new(0, false, []);

    /// <summary>Any tuple, as the only shape.</summary>
    public static ImmutableArray<TupleShape> AnyList { get; } = [Any];

    /// <summary>The atom that the first element is, which tells records apart; <see langword="null"/> when it is not one atom.</summary>
    public string? Tag => Elements is [{ SingleAtom: { } atom }, ..] ? atom : null;

    /// <summary>Compares the elements one by one.</summary>
    public bool Equals(TupleShape? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Size == other.Size && IsExact == other.IsExact && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => (Size * 2) + (IsExact ? 1 : 0);

    /// <summary>The type of an element, from 1.</summary>
    public TermType Element(int index) =>
        index <= Elements.Length ? Elements[index - 1] : IsExact && index > Size ? TermType.None : TermType.Any;

    /// <summary>With another type of an element that the tuple has.</summary>
    public TupleShape With(int index, TermType type)
    {
        if (index > MaximumElements)
        {
            return this;
        }

        var elements = Elements.ToBuilder();
        while (elements.Count < index)
        {
            elements.Add(TermType.Any);
        }

        elements[index - 1] = type;
        return Make(Size, IsExact, elements);
    }

    /// <summary>The shape that includes both.</summary>
    public TupleShape Join(TupleShape other, bool widens)
    {
        var elements = ImmutableArray.CreateBuilder<TermType>();
        var count = Math.Min(Elements.Length, other.Elements.Length);
        for (var index = 0; index < count; index++)
        {
            elements.Add(Elements[index].Combine(other.Elements[index], widens));
        }

        return Make(Math.Min(Size, other.Size), IsExact && other.IsExact && Size == other.Size, elements);
    }

    /// <summary>What is in both; <see langword="null"/> for nothing.</summary>
    public TupleShape? Meet(TupleShape other)
    {
        if ((IsExact && Size < other.Size) || (other.IsExact && other.Size < Size))
        {
            return null;
        }

        if (IsSubsetOf(other))
        {
            return this;
        }

        var elements = ImmutableArray.CreateBuilder<TermType>();
        var count = Math.Max(Elements.Length, other.Elements.Length);
        for (var index = 1; index <= count; index++)
        {
            var element = Element(index).Meet(other.Element(index));
            if (element.IsNone)
            {
                return null;
            }

            elements.Add(element);
        }

        return Make(Math.Max(Size, other.Size), IsExact || other.IsExact, elements);
    }

    /// <summary>This without the other; <see langword="null"/> for nothing.</summary>
    public TupleShape? Subtract(TupleShape other)
    {
        var coversSize = other.IsExact ? IsExact && Size == other.Size : other.Size <= Size;
        if (!coversSize)
        {
            return this;
        }

        // When only one element decides, that element is not what it is in the other.
        var deciding = 0;
        for (var index = 1; index <= other.Elements.Length; index++)
        {
            if (!Element(index).IsSubsetOf(other.Elements[index - 1]))
            {
                if (deciding != 0)
                {
                    return this;
                }

                deciding = index;
            }
        }

        if (deciding == 0)
        {
            return null;
        }

        var rest = Element(deciding).Subtract(other.Elements[deciding - 1]);
        return rest.IsNone ? null : With(deciding, rest);
    }

    /// <summary>Whether every tuple of this shape is of the other.</summary>
    public bool IsSubsetOf(TupleShape other)
    {
        if (other.IsExact ? !IsExact || Size != other.Size : Size < other.Size)
        {
            return false;
        }

        for (var index = 1; index <= other.Elements.Length; index++)
        {
            if (!Element(index).IsSubsetOf(other.Elements[index - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A shape without what says nothing.</summary>
    public static TupleShape Make(int size, bool isExact, ImmutableArray<TermType>.Builder elements)
    {
        var count = Math.Min(elements.Count, MaximumElements);
        while (count > 0 && elements[count - 1].IsAny)
        {
            count--;
        }

        elements.Count = count;
        return new TupleShape(size, isExact, elements.ToImmutable());
    }
}
