namespace Mochi.BeamAsm.Verification.Types;

/// <summary>
/// Unions of tuples: arrays of shapes in order, no two of which overlap; <see langword="null"/> is any tuple and the
/// empty array none.
/// </summary>
internal static class TupleShapes
{
    /// <summary>Unions of more shapes become one shape.</summary>
    public const int Maximum = 20;

    private static readonly Comparison<TupleShape> Order = Compare;

    /// <summary>The shapes as a union: those that overlap become one.</summary>
    public static TupleShape[]? Normalize(TupleShape[] shapes)
    {
        if (AreApart(shapes))
        {
            if (shapes is [{ IsAny: true }])
            {
                return null;
            }

            if (shapes.Length <= Maximum)
            {
                Sort(shapes);
                return shapes;
            }
        }

        TupleShape[]? union = [];
        foreach (var shape in shapes)
        {
            union = union is null ? null : Join(union, [shape], null);
        }

        return union;
    }

    /// <summary>The union with the tuples of each size as one shape, the same in their elements so deep.</summary>
    public static TupleShape[]? MergeBySize(TupleShape[] shapes, int depth)
    {
        var merged = new TupleShape[shapes.Length];
        var count = 0;
        var isSame = true;
        foreach (var original in shapes)
        {
            var shape = original.MergeShapes(depth);
            isSame &= ReferenceEquals(shape, original);
            if (count > 0 && merged[count - 1].Size == shape.Size && merged[count - 1].IsExact == shape.IsExact)
            {
                merged[count - 1] = merged[count - 1].Join(shape, null);
            }
            else
            {
                merged[count++] = shape;
            }
        }

        return isSame && count == shapes.Length ? shapes : Normalize(merged.AsSpan(0, count).ToArray());
    }

    /// <summary>What includes both; the left when that does.</summary>
    public static TupleShape[]? Join(TupleShape[]? left, TupleShape[]? right, Landmarks? widening)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (ReferenceEquals(left, right))
        {
            return left;
        }

        if (left.Length == 1 && right.Length == 1 && left[0].Overlaps(right[0], widening is not null))
        {
            var both = left[0].Join(right[0], widening);
            return ReferenceEquals(both, left[0]) ? left : both.IsAny ? null : both.Equals(right[0]) ? right : [both];
        }

        var shapes = left;
        var count = left.Length;
        foreach (var added in right)
        {
            var shape = added;
            var place = Find(shapes, count, shape, widening is not null);
            if (place >= 0)
            {
                var joined = shapes[place].Join(shape, widening);
                if (ReferenceEquals(joined, shapes[place]))
                {
                    continue;
                }

                shape = joined;
            }

            if (ReferenceEquals(shapes, left))
            {
                shapes = new TupleShape[left.Length + right.Length];
                left.CopyTo(shapes, 0);
            }

            // What has grown may overlap with others that it did not overlap with.
            while (place >= 0)
            {
                shapes[place] = shapes[--count];
                place = Find(shapes, count, shape, widening is not null);
                shape = place >= 0 ? shapes[place].Join(shape, widening) : shape;
            }

            shapes[count++] = shape;
        }

        return ReferenceEquals(shapes, left) ? left : Finish(shapes, count, right);
    }

    /// <summary>What is in both; the left when it is that.</summary>
    public static TupleShape[]? Meet(TupleShape[]? left, TupleShape[]? right)
    {
        if (left is null || right is null || ReferenceEquals(left, right))
        {
            return left ?? right;
        }

        if (left.Length == 1 && right.Length == 1)
        {
            var both = left[0].Meet(right[0]);
            return both is null ? [] : ReferenceEquals(both, left[0]) ? left : ReferenceEquals(both, right[0]) ? right : [both];
        }

        var shapes = new List<TupleShape>(Math.Max(left.Length, right.Length));
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                if (one.Meet(other) is { } both)
                {
                    shapes.Add(both);
                }
            }
        }

        shapes.Sort(Order);
        return IsSame(left, shapes) ? left : IsSame(right, shapes) ? right : shapes.ToArray();
    }

    /// <summary>The left without the right; the left when nothing is taken away.</summary>
    public static TupleShape[]? Subtract(TupleShape[]? left, TupleShape[]? right)
    {
        if (right is null)
        {
            return [];
        }

        var from = left ?? TermType.AnyTupleShapes;
        var shapes = new List<TupleShape>(from.Length);
        foreach (var shape in from)
        {
            TupleShape? rest = shape;
            foreach (var taken in right)
            {
                rest = rest?.Subtract(taken);
            }

            if (rest is not null)
            {
                shapes.Add(rest);
            }
        }

        return IsSame(from, shapes) ? left : shapes.ToArray();
    }

    /// <summary>Whether each shape of the part is in one of the whole.</summary>
    public static bool IsSubset(TupleShape[]? part, TupleShape[]? whole)
    {
        if (whole is null || ReferenceEquals(part, whole))
        {
            return true;
        }

        if (part is null)
        {
            return false;
        }

        foreach (var shape in part)
        {
            var isIn = false;
            for (var index = 0; index < whole.Length && !isIn; index++)
            {
                isIn = shape.IsSubsetOf(whole[index]);
            }

            if (!isIn)
            {
                return false;
            }
        }

        return true;
    }

    private static TupleShape[]? Finish(TupleShape[] shapes, int count, TupleShape[] right)
    {
        if (count > Maximum)
        {
            for (var index = 1; index < count; index++)
            {
                shapes[0] = shapes[0].Join(shapes[index], null);
            }

            count = 1;
        }

        if (count == 1 && shapes[0].IsAny)
        {
            return null;
        }

        Array.Resize(ref shapes, count);
        Sort(shapes);
        return shapes.AsSpan().SequenceEqual(right) ? right : shapes;
    }

    private static bool AreApart(TupleShape[] shapes)
    {
        for (var index = 1; index < shapes.Length; index++)
        {
            if (Find(shapes, index, shapes[index]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    // There are few, and most are in order.
    private static void Sort(TupleShape[] shapes)
    {
        for (var index = 1; index < shapes.Length; index++)
        {
            var shape = shapes[index];
            var place = index;
            for (; place > 0 && Compare(shapes[place - 1], shape) > 0; place--)
            {
                shapes[place] = shapes[place - 1];
            }

            shapes[place] = shape;
        }
    }

    private static int Find(TupleShape[] shapes, int count, TupleShape shape, bool isWidening = false)
    {
        for (var index = 0; index < count; index++)
        {
            if (shapes[index].Overlaps(shape, isWidening))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsSame(TupleShape[] shapes, List<TupleShape> others)
    {
        if (shapes.Length != others.Count)
        {
            return false;
        }

        for (var index = 0; index < shapes.Length; index++)
        {
            if (!ReferenceEquals(shapes[index], others[index]))
            {
                return false;
            }
        }

        return true;
    }

    // Shapes of a union differ in size, in the kinds of the first element, or in the atom or integer that it is.
    private static int Compare(TupleShape left, TupleShape right)
    {
        var order = left.Size.CompareTo(right.Size);
        order = order != 0 ? order : right.IsExact.CompareTo(left.IsExact);
        order = order != 0 ? order : ((int)left.Element(1).Kinds).CompareTo((int)right.Element(1).Kinds);
        order = order != 0 ? order : string.CompareOrdinal(left.Tag, right.Tag);
        return order != 0 ? order : Nullable.Compare(left.Element(1).SingleInteger, right.Element(1).SingleInteger);
    }
}
