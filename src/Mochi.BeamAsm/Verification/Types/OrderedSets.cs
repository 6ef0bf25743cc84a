namespace Mochi.BeamAsm.Verification.Types;

/// <summary>Small sets as sorted arrays; <see langword="null"/> is the set of everything.</summary>
internal static class OrderedSets
{
    /// <summary>Sorts and drops what is there twice.</summary>
    public static T[] Make<T>(ReadOnlySpan<T> items, Comparison<T> compare)
        where T : class
    {
        var set = items.ToArray();
        Array.Sort(set, compare);
        var count = 0;
        for (var index = 0; index < set.Length; index++)
        {
            if (index == 0 || compare(set[index - 1], set[index]) != 0)
            {
                set[count++] = set[index];
            }
        }

        Array.Resize(ref set, count);
        return set;
    }

    /// <summary>What is in either; one of the arguments when it is that, everything when it is more than a limit.</summary>
    public static T[]? Union<T>(T[]? left, T[]? right, int limit, Comparison<T> compare)
        where T : class
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (IsSubset(right, left, compare))
        {
            return left;
        }

        if (IsSubset(left, right, compare))
        {
            return right;
        }

        var all = new T[left.Length + right.Length];
        left.CopyTo(all, 0);
        right.CopyTo(all, left.Length);
        all = Make<T>(all, compare);
        return all.Length > limit ? null : all;
    }

    /// <summary>What is in both; one of the arguments when it is that.</summary>
    public static T[]? Intersection<T>(T[]? left, T[]? right, Comparison<T> compare)
        where T : class
    {
        if (right is null)
        {
            return left;
        }

        return left is null ? right : Select(left, right, isIn: true, compare);
    }

    /// <summary>What is in the left but not in the right; the left when that takes nothing away.</summary>
    public static T[] Difference<T>(T[] left, T[] right, Comparison<T> compare)
        where T : class => Select(left, right, isIn: false, compare);

    /// <summary>Whether all of the part is in the whole.</summary>
    public static bool IsSubset<T>(T[]? part, T[]? whole, Comparison<T> compare)
        where T : class
    {
        if (whole is null || ReferenceEquals(part, whole))
        {
            return true;
        }

        if (part is null || part.Length > whole.Length)
        {
            return false;
        }

        foreach (var item in part)
        {
            if (!Contains(whole, item, compare))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an item is in a set.</summary>
    public static bool Contains<T>(T[] set, T item, Comparison<T> compare)
        where T : class
    {
        foreach (var one in set)
        {
            if (compare(one, item) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static T[] Select<T>(T[] left, T[] right, bool isIn, Comparison<T> compare)
        where T : class
    {
        var count = 0;
        foreach (var item in left)
        {
            count += Contains(right, item, compare) == isIn ? 1 : 0;
        }

        if (count == left.Length)
        {
            return left;
        }

        var some = new T[count];
        count = 0;
        foreach (var item in left)
        {
            if (Contains(right, item, compare) == isIn)
            {
                some[count++] = item;
            }
        }

        return some;
    }
}
