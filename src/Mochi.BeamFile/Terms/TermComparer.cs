using System.Collections.Immutable;
using System.Numerics;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Erlang's order of terms: numbers, atoms, references, funs, ports, pids, tuples, native records, maps, the empty
/// list, lists, bitstrings.
/// </summary>
/// <remarks>
/// Maps are ordered by size, then by their keys in order, then by the values. The machine follows that for
/// <c>&lt;</c>; where it puts the keys of a map in order and those are maps themselves, it compares their atoms by its own
/// numbering, which no file tells, and this class by their text.
/// </remarks>
public sealed class TermComparer : IComparer<Term>
{
    private readonly bool _exact;

    private TermComparer(bool exact) => _exact = exact;

    /// <summary>The order of <c>&lt;</c>: numbers compare by value, so <c>1 == 1.0</c>.</summary>
    public static TermComparer Arithmetic { get; } = new(exact: false);

    /// <summary>The order of map keys: every integer is less than every float.</summary>
    public static TermComparer Exact { get; } = new(exact: true);

    /// <inheritdoc/>
    public int Compare(Term? x, Term? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        if (x is null || y is null)
        {
            return x is null ? -1 : 1;
        }

        if (x.ChildCount == 0 && y.ChildCount == 0)
        {
            return CompareHeads(x, y, null, _exact);
        }

        // What is on top is compared first; children are pushed last to first.
        var pending = new Stack<(Term Left, Term Right, bool Exact)>();
        pending.Push((x, y, _exact));
        while (pending.TryPop(out var pair))
        {
            if (ReferenceEquals(pair.Left, pair.Right))
            {
                continue;
            }

            var order = CompareHeads(pair.Left, pair.Right, pending, pair.Exact);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    internal static ImmutableArray<KeyValuePair<Term, Term>> Sorted(MapTerm map)
    {
        var pairs = map.Pairs;
        for (var index = 1; index < pairs.Length; index++)
        {
            if (Exact.Compare(pairs[index - 1].Key, pairs[index].Key) > 0)
            {
                return pairs.Sort((left, right) => Exact.Compare(left.Key, right.Key));
            }
        }

        return pairs;
    }

    internal static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var index = 0; index < length; index++)
        {
            if (left[index] == right[index])
            {
                continue;
            }

            // By code point: a character outside the basic plane is greater than any inside.
            var leftHigh = char.IsSurrogate(left[index]);
            var rightHigh = char.IsSurrogate(right[index]);
            return leftHigh == rightHigh ? left[index].CompareTo(right[index]) : leftHigh ? 1 : -1;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int Rank(Term term) => term.Kind switch
    {
        TermKind.Integer or TermKind.Float => 0,
        TermKind.Atom => 1,
        TermKind.Reference => 2,
        TermKind.Fun => 3,
        TermKind.Port => 4,
        TermKind.Pid => 5,
        TermKind.Tuple => 6,
        TermKind.NativeRecord => 7,
        TermKind.Map => 8,
        TermKind.Nil => 9,
        TermKind.List => 10,
        _ => 11,
    };

    private static int CompareHeads(Term left, Term right, Stack<(Term, Term, bool)>? pending, bool exact)
    {
        var order = Rank(left).CompareTo(Rank(right));
        return order != 0 ? order : (left, right) switch
        {
            (IntegerTerm a, IntegerTerm b) => a.Value.CompareTo(b.Value),
            (FloatTerm a, FloatTerm b) => CompareFloats(a.Value, b.Value, exact),
            (IntegerTerm a, FloatTerm b) => exact ? -1 : CompareNumbers(a.Value, b.Value),
            (FloatTerm a, IntegerTerm b) => exact ? 1 : -CompareNumbers(b.Value, a.Value),
            (AtomTerm a, AtomTerm b) => CompareText(a.Name, b.Name),
            (TupleTerm a, TupleTerm b) => CompareTuples(a, b, pending, exact),
            (ListTerm a, ListTerm b) => CompareLists(a, b, pending!, exact),
            (MapTerm a, MapTerm b) => CompareMaps(a, b, pending, exact),
            (BitstringTerm a, BitstringTerm b) => CompareBits(a, b),
            (NilTerm, NilTerm) => 0,
            _ => CompareOthers(left, right, pending, exact),
        };
    }

    private static int CompareFloats(double left, double right, bool exact)
    {
        var order = left.CompareTo(right);
        return order != 0 || !exact ? order : double.IsNegative(right).CompareTo(double.IsNegative(left));
    }

    private static int CompareNumbers(BigInteger integer, double number)
    {
        var floor = Math.Floor(number);
        var order = integer.CompareTo(new BigInteger(floor));
        return order != 0 ? order : floor < number ? -1 : 0;
    }

    private static int CompareTuples(TupleTerm left, TupleTerm right, Stack<(Term, Term, bool)>? pending, bool exact)
    {
        var order = left.Arity.CompareTo(right.Arity);
        for (var index = left.Arity - 1; order == 0 && index >= 0; index--)
        {
            pending!.Push((left[index], right[index], exact));
        }

        return order;
    }

    private static int CompareLists(ListTerm left, ListTerm right, Stack<(Term, Term, bool)> pending, bool exact)
    {
        var common = Math.Min(left.Elements.Length, right.Elements.Length);

        // Where one list ends, its tail, which is no list cell, meets a list cell of the other.
        pending.Push((
            left.Elements.Length == common ? left.Tail : left,
            right.Elements.Length == common ? right.Tail : right,
            exact));
        for (var index = common - 1; index >= 0; index--)
        {
            pending.Push((left.Elements[index], right.Elements[index], exact));
        }

        return 0;
    }

    private static int CompareMaps(MapTerm left, MapTerm right, Stack<(Term, Term, bool)>? pending, bool exact)
    {
        var order = left.Pairs.Length.CompareTo(right.Pairs.Length);
        if (order != 0 || left.Pairs.IsEmpty)
        {
            return order;
        }

        var leftPairs = Sorted(left);
        var rightPairs = Sorted(right);
        for (var index = leftPairs.Length - 1; index >= 0; index--)
        {
            pending!.Push((leftPairs[index].Value, rightPairs[index].Value, exact));
        }

        for (var index = leftPairs.Length - 1; index >= 0; index--)
        {
            pending!.Push((leftPairs[index].Key, rightPairs[index].Key, true));
        }

        return 0;
    }

    private static int CompareBits(BitstringTerm left, BitstringTerm right)
    {
        var common = Math.Min(left.BitLength, right.BitLength);
        var whole = (int)(common / 8);
        var order = left.Bytes.AsSpan(0, whole).SequenceCompareTo(right.Bytes.AsSpan(0, whole));
        if (order == 0 && common % 8 != 0)
        {
            var shift = 8 - (int)(common % 8);
            order = (left.Bytes[whole] >> shift).CompareTo(right.Bytes[whole] >> shift);
        }

        return order != 0 ? order : left.BitLength.CompareTo(right.BitLength);
    }

    private static int CompareOthers(Term left, Term right, Stack<(Term, Term, bool)>? pending, bool exact)
    {
        var order = (left, right) switch
        {
            (ReferenceTerm a, ReferenceTerm b) => CompareReferences(a, b),
            (PidTerm a, PidTerm b) => ComparePids(a, b),
            (PortTerm a, PortTerm b) => First(
                a.Id.CompareTo(b.Id), CompareText(a.Node, b.Node), a.Creation.CompareTo(b.Creation)),
            (ExternalFunTerm a, ExternalFunTerm b) => First(
                CompareText(a.Module, b.Module), CompareText(a.Function, b.Function), a.Arity.CompareTo(b.Arity)),
            (LocalFunTerm a, LocalFunTerm b) => First(
                CompareText(a.Module, b.Module), a.OldIndex.CompareTo(b.OldIndex), a.OldUnique.CompareTo(b.OldUnique)),
            (NativeRecordTerm a, NativeRecordTerm b) => CompareRecords(a, b),
            _ => left is LocalFunTerm ? -1 : 1,
        };
        if (order == 0)
        {
            order = left.ChildCount.CompareTo(right.ChildCount);
        }

        for (var index = left.ChildCount - 1; order == 0 && index >= 0; index--)
        {
            pending!.Push((left.Child(index), right.Child(index), exact));
        }

        return order;
    }

    private static int ComparePids(PidTerm left, PidTerm right)
    {
        var order = First(left.Serial.CompareTo(right.Serial), left.Id.CompareTo(right.Id), 0);
        return First(order, CompareText(left.Node, right.Node), left.Creation.CompareTo(right.Creation));
    }

    /// <summary>The last numbers weigh most; numbers that are missing count as 0.</summary>
    private static int CompareReferences(ReferenceTerm left, ReferenceTerm right)
    {
        var order = First(CompareText(left.Node, right.Node), left.Creation.CompareTo(right.Creation), 0);
        for (var index = Math.Max(left.Ids.Length, right.Ids.Length) - 1; order == 0 && index >= 0; index--)
        {
            order = Number(left, index).CompareTo(Number(right, index));
        }

        return order;
    }

    private static uint Number(ReferenceTerm reference, int index) =>
        index < reference.Ids.Length ? reference.Ids[index] : 0;

    private static int CompareRecords(NativeRecordTerm left, NativeRecordTerm right)
    {
        var order = First(
            CompareText(left.Module, right.Module), CompareText(left.Name, right.Name),
            left.Fields.Length.CompareTo(right.Fields.Length));
        for (var index = 0; order == 0 && index < left.Fields.Length; index++)
        {
            order = CompareText(left.Fields[index].Key, right.Fields[index].Key);
        }

        return order;
    }

    private static int First(int first, int second, int third) => first != 0 ? first : second != 0 ? second : third;
}
