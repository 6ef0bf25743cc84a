namespace Mochi.BeamAsm.Verification.Types;

/// <content>Elements and sizes of tuples.</content>
public sealed partial class TermType
{
    internal TupleShape[] Shapes => !Has(TermKinds.Tuple) ? [] : _shapes ?? AnyTupleShapes;

    /// <summary>The number of elements of the tuple if it is one and if all have the same; negative otherwise.</summary>
    public int TupleSize
    {
        get
        {
            var size = -1;
            foreach (var shape in Shapes)
            {
                if (!shape.IsExact || (size >= 0 && size != shape.Size))
                {
                    return -1;
                }

                size = shape.Size;
            }

            return size;
        }
    }

    /// <summary>The least number of elements of the tuple if it is one; 0 otherwise.</summary>
    public int MinimumTupleSize => Shapes is [var first, ..] ? first.Size : 0;

    /// <summary>Some element of the tuple, if it is one.</summary>
    public TermType AnyElement
    {
        get
        {
            var element = None;
            foreach (var shape in Shapes)
            {
                if (!shape.IsExact || shape.Size > shape.KnownElements)
                {
                    return Any;
                }

                for (var index = 1; index <= shape.Size; index++)
                {
                    element = element.Join(shape.Element(index));
                }
            }

            return element;
        }
    }

    /// <summary>Whether types of elements are kept up to this position.</summary>
    public static bool KeepsElement(int index) => index <= TupleShape.MaximumElements;

    /// <summary>Whether it is a tuple of just this size and nothing else.</summary>
    public bool HasExactArity(int size) => Kinds == TermKinds.Tuple && TupleSize == size;

    /// <summary>An element of the tuple, if it is one that has the element; none otherwise.</summary>
    /// <param name="index">Its position, from 1.</param>
    public TermType TupleElement(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        var shapes = Shapes;
        if (shapes.Length <= 1)
        {
            return shapes.Length == 0 ? None : shapes[0].Element(index);
        }

        if (index > 1)
        {
            return JoinElements(shapes, index);
        }

        ref var memo = ref TypeMemo.Current.Find(TypeMemo.Operation.Tag, this, this);
        return memo.TryGet(TypeMemo.Operation.Tag, this, this, out var known)
            ? known : memo.Set(TypeMemo.Operation.Tag, this, this, JoinElements(shapes, 1));
    }

    private static TermType JoinElements(TupleShape[] shapes, int index)
    {
        var element = shapes[0].Element(index);
        for (var place = 1; place < shapes.Length; place++)
        {
            element = element.Join(shapes[place].Element(index));
        }

        return element;
    }

    /// <summary>The tuples of this type that have an element, and one that is of another type besides.</summary>
    /// <param name="index">The position of the element, from 1.</param>
    /// <param name="type">What is known of it.</param>
    public TermType WithTupleElement(int index, TermType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentNullException.ThrowIfNull(type);
        var nested = Nested(type);
        var shapes = Shapes;
        if (shapes.Length == 1)
        {
            var shape = shapes[0];
            var element = shape.Element(index);
            var met = element.Meet(nested);
            return met.IsNone ? None
                : !ReferenceEquals(met, element) || shape.Size < index ? ShareTuple(shape, index, met)
                : Kinds == TermKinds.Tuple ? this : OfShapes(_shapes);
        }

        TupleShape[]? changed = null;
        var count = 0;
        for (var place = 0; place < shapes.Length; place++)
        {
            var now = WithElement(shapes[place], index, nested);
            if (changed is null && !ReferenceEquals(now, shapes[place]))
            {
                changed = shapes.AsSpan().ToArray();
                count = place;
            }

            if (changed is not null && now is not null)
            {
                changed[count++] = now;
            }
        }

        return changed is not null ? count == 0 ? None : OfShapes(TupleShapes.Normalize(changed.AsSpan(0, count).ToArray()))
            : Kinds == TermKinds.Tuple ? this : OfShapes(_shapes);
    }

    /// <summary>This type without the tuples that have an element of another type; what is left may still include some.</summary>
    /// <param name="index">The position of the element, from 1.</param>
    /// <param name="type">The other type.</param>
    public TermType WithoutTupleElement(int index, TermType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentNullException.ThrowIfNull(type);
        var shapes = Shapes;
        TupleShape[]? left = null;
        var count = 0;
        for (var place = 0; place < shapes.Length; place++)
        {
            var shape = shapes[place];
            var element = shape.Element(index);
            var rest = shape.Size < index || !KeepsElement(index) ? element : element.Subtract(type);
            if (left is null && !ReferenceEquals(rest, element))
            {
                left = shapes.AsSpan().ToArray();
                count = place;
            }

            if (left is not null && !rest.IsNone)
            {
                left[count++] = ReferenceEquals(rest, element) ? shape : shape.With(index, rest);
            }
        }

        if (left is null)
        {
            return this;
        }

        var parts = ToParts();
        parts.Shapes = TupleShapes.Normalize(left.AsSpan(0, count).ToArray());
        parts.Kinds &= count == 0 ? ~TermKinds.Tuple : ~TermKinds.None;
        return Build(ref parts, this);
    }

    /// <summary>The tuples of this type with an element replaced; those that lack it stay as they are.</summary>
    /// <param name="index">The position of the element, from 1.</param>
    /// <param name="type">What it is replaced by.</param>
    public TermType ReplaceTupleElement(int index, TermType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsNone)
        {
            return None;
        }

        var nested = Nested(type);
        var shapes = Shapes;
        var changed = new List<TupleShape>(shapes.Length);
        foreach (var shape in shapes)
        {
            changed.Add(shape.IsExact && shape.Size < index ? shape : shape.With(index, nested));
        }

        return OfChanged(shapes, changed);
    }

    /// <summary>The tuples of this type with some element replaced, it is not known which.</summary>
    public TermType ReplaceAnyTupleElement(TermType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var nested = Nested(type);
        var shapes = Shapes;
        var changed = new List<TupleShape>(shapes.Length);
        foreach (var shape in shapes)
        {
            var replaced = shape;
            for (var index = 1; index <= shape.KnownElements; index++)
            {
                replaced = replaced.With(index, shape.Element(index).Join(nested));
            }

            changed.Add(replaced);
        }

        return OfChanged(shapes, changed);
    }

    private static TupleShape? WithElement(TupleShape shape, int index, TermType type)
    {
        var element = shape.Element(index);
        var met = element.Meet(type);
        return met.IsNone ? null : ReferenceEquals(met, element) && shape.Size >= index ? shape : shape.With(index, met);
    }

    private static TermType OfShapes(TupleShape[]? shapes)
    {
        var parts = new Parts(TermKinds.Tuple) { Shapes = shapes };
        return Build(ref parts);
    }

    private TermType OfChanged(TupleShape[] shapes, List<TupleShape> changed)
    {
        var isSame = shapes.Length == changed.Count;
        for (var index = 0; index < changed.Count && isSame; index++)
        {
            isSame = ReferenceEquals(shapes[index], changed[index]);
        }

        if (isSame && Kinds == TermKinds.Tuple)
        {
            return this;
        }

        var parts = new Parts(changed.Count == 0 ? TermKinds.None : TermKinds.Tuple)
        {
            Shapes = isSame ? _shapes : TupleShapes.Normalize(changed.ToArray()),
        };
        return Build(ref parts, this);
    }
}
