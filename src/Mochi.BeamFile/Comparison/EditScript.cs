namespace Mochi.BeamFile.Comparison;

/// <summary>
/// The shortest way from one sequence of numbers to another by removing and adding, as Myers' O(ND) algorithm finds it.
/// Where that takes too much, numbers that occur once on both sides divide the work, and pieces without such are replaced as a
/// whole: then the way is not the shortest.
/// </summary>
internal sealed class EditScript
{
    // 1500 edits need 1500 * 1500 numbers to remember the way.
    private const int MostEdits = 1500;
    private const int DeepestDivision = 6;

    private readonly int[] _left;
    private readonly int[] _right;
    private readonly List<(EditKind Kind, int Index)> _edits = [];
    private long _budget;

    private EditScript(int[] left, int[] right, long budget)
    {
        _left = left;
        _right = right;
        _budget = budget;
    }

    /// <summary>Finds it.</summary>
    /// <param name="left">The one sequence.</param>
    /// <param name="right">The other.</param>
    /// <param name="budget">How many steps may be taken to find the shortest; usually far fewer are.</param>
    /// <returns>
    /// The edits in order, removals before additions; each with the index of its number: on the right for additions, else on the
    /// left.
    /// </returns>
    public static IReadOnlyList<(EditKind Kind, int Index)> Find(int[] left, int[] right, long budget = 50_000_000)
    {
        var script = new EditScript(left, right, budget);
        script.Compare(0, left.Length, 0, right.Length, 0);
        script.RemoveBeforeAdding();
        return script._edits;
    }

    private void Compare(int leftStart, int leftEnd, int rightStart, int rightEnd, int depth)
    {
        while (leftStart < leftEnd && rightStart < rightEnd && _left[leftStart] == _right[rightStart])
        {
            _edits.Add((EditKind.Keep, leftStart));
            leftStart++;
            rightStart++;
        }

        var common = 0;
        while (leftStart < leftEnd - common && rightStart < rightEnd - common
            && _left[leftEnd - common - 1] == _right[rightEnd - common - 1])
        {
            common++;
        }

        leftEnd -= common;
        rightEnd -= common;
        if (leftStart == leftEnd || rightStart == rightEnd || !TryShortest(leftStart, leftEnd, rightStart, rightEnd))
        {
            Divide(leftStart, leftEnd, rightStart, rightEnd, depth);
        }

        for (var index = 0; index < common; index++)
        {
            _edits.Add((EditKind.Keep, leftEnd + index));
        }
    }

    private bool TryShortest(int leftStart, int leftEnd, int rightStart, int rightEnd)
    {
        var leftLength = leftEnd - leftStart;
        var rightLength = rightEnd - rightStart;
        var most = Math.Min(leftLength + rightLength, MostEdits);
        var offset = most + 1;
        var furthest = new int[(2 * most) + 3];
        var history = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var isDown = diagonal == -edits
                    || (diagonal != edits && furthest[offset + diagonal - 1] < furthest[offset + diagonal + 1]);
                var x = isDown ? furthest[offset + diagonal + 1] : furthest[offset + diagonal - 1] + 1;
                var y = x - diagonal;
                var start = x;
                while (x < leftLength && y < rightLength && _left[leftStart + x] == _right[rightStart + y])
                {
                    x++;
                    y++;
                }

                furthest[offset + diagonal] = x;
                _budget -= x - start + 1;
                if (x >= leftLength && y >= rightLength)
                {
                    history.Add(furthest.AsSpan(offset - edits, (2 * edits) + 1).ToArray());
                    Trace(history, leftStart, leftLength, rightStart, rightLength);
                    return true;
                }
            }

            if (_budget < 0)
            {
                return false;
            }

            // What this round has reached, from diagonal -edits to edits.
            history.Add(furthest.AsSpan(offset - edits, (2 * edits) + 1).ToArray());
        }

        return false;
    }

    private void Trace(List<int[]> history, int leftStart, int leftLength, int rightStart, int rightLength)
    {
        var insertAt = _edits.Count;
        var (x, y) = (leftLength, rightLength);
        for (var edits = history.Count - 1; edits >= 0; edits--)
        {
            var diagonal = x - y;
            var (fromX, fromY) = (0, 0);
            var isDown = false;
            if (edits > 0)
            {
                var before = history[edits - 1];
                var middle = edits - 1;
                isDown = diagonal == -edits
                    || (diagonal != edits && Reached(before, middle, diagonal - 1) < Reached(before, middle, diagonal + 1));
                fromX = Reached(before, middle, isDown ? diagonal + 1 : diagonal - 1);
                fromY = fromX - (isDown ? diagonal + 1 : diagonal - 1);
            }

            var stepX = edits == 0 ? 0 : isDown ? fromX : fromX + 1;
            while (x > stepX)
            {
                x--;
                y--;
                _edits.Add((EditKind.Keep, leftStart + x));
            }

            if (edits > 0)
            {
                _edits.Add(isDown ? (EditKind.Add, rightStart + fromY) : (EditKind.Remove, leftStart + fromX));
            }

            (x, y) = (fromX, fromY);
        }

        _edits.Reverse(insertAt, _edits.Count - insertAt);
    }

    // Diagonals that a round has not come to yet count as behind every other.
    private static int Reached(int[] round, int middle, int diagonal) =>
        Math.Abs(diagonal) > middle ? -1 : round[middle + diagonal];

    private void Divide(int leftStart, int leftEnd, int rightStart, int rightEnd, int depth)
    {
        var anchors = leftStart < leftEnd && rightStart < rightEnd && depth < DeepestDivision
            ? EditAnchors.Find(_left.AsSpan(leftStart, leftEnd - leftStart), _right.AsSpan(rightStart, rightEnd - rightStart))
            : [];
        var (leftBase, rightBase) = (leftStart, rightStart);
        foreach (var (left, right) in anchors)
        {
            Compare(leftStart, leftBase + left, rightStart, rightBase + right, depth + 1);
            _edits.Add((EditKind.Keep, leftBase + left));
            (leftStart, rightStart) = (leftBase + left + 1, rightBase + right + 1);
        }

        if (anchors.Count > 0)
        {
            Compare(leftStart, leftEnd, rightStart, rightEnd, depth + 1);
            return;
        }

        for (var index = leftStart; index < leftEnd; index++)
        {
            _edits.Add((EditKind.Remove, index));
        }

        for (var index = rightStart; index < rightEnd; index++)
        {
            _edits.Add((EditKind.Add, index));
        }
    }

    private void RemoveBeforeAdding()
    {
        for (var start = 0; start < _edits.Count;)
        {
            if (_edits[start].Kind == EditKind.Keep)
            {
                start++;
                continue;
            }

            var end = start;
            while (end < _edits.Count && _edits[end].Kind != EditKind.Keep)
            {
                end++;
            }

            // Sorting by kind and index keeps the order on each side.
            _edits.Sort(start, end - start, EditOrder.Instance);
            start = end;
        }
    }

    private sealed class EditOrder : IComparer<(EditKind Kind, int Index)>
    {
        public static readonly EditOrder Instance = new();

        public int Compare((EditKind Kind, int Index) x, (EditKind Kind, int Index) y) =>
            x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : x.Index.CompareTo(y.Index);
    }
}
