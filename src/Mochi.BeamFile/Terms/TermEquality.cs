namespace Mochi.BeamFile.Terms;

/// <summary>Exact equality of terms of any depth.</summary>
internal static class TermEquality
{
    public static bool AreEqual(Term? left, Term? right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left is null || right is null || !HeadsAreEqual(left, right))
        {
            return false;
        }

        return left.ChildCount == 0 || ChildrenAreEqual(left, right);
    }

    private static bool HeadsAreEqual(Term left, Term right) =>
        left.GetHashCode() == right.GetHashCode() && left.GetType() == right.GetType() && left.HeadEquals(right);

    private static bool ChildrenAreEqual(Term left, Term right)
    {
        var pending = new Stack<(Term Left, Term Right)>();
        pending.Push((left, right));
        while (pending.TryPop(out var pair))
        {
            if (pair.Left is MapTerm leftMap)
            {
                if (!leftMap.PairWith((MapTerm)pair.Right, pending))
                {
                    return false;
                }

                continue;
            }

            for (var index = 0; index < pair.Left.ChildCount; index++)
            {
                var leftChild = pair.Left.Child(index);
                var rightChild = pair.Right.Child(index);
                if (ReferenceEquals(leftChild, rightChild))
                {
                    continue;
                }

                if (!HeadsAreEqual(leftChild, rightChild))
                {
                    return false;
                }

                if (leftChild.ChildCount > 0)
                {
                    pending.Push((leftChild, rightChild));
                }
            }
        }

        return true;
    }
}
