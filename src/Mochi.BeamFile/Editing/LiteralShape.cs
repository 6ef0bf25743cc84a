using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Compares what compilers know about a literal: the same things have to be true of the one that takes its place. Goes as
/// deep as the terms do, without recursion.
/// </summary>
internal sealed class LiteralShape
{
    private readonly Stack<(Term Old, Term New)> _pending = new();

    /// <summary>Whether an integer or a bitstring is another one, of which compilers know bounds and lengths.</summary>
    public bool HasOtherNumbers { get; private set; }

    /// <summary>Why the new literal does not fit.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether everything that compilers know about the old term, but its numbers, is true of the new one.</summary>
    public bool Fits(Term old, Term replacement)
    {
        _pending.Push((old, replacement));
        while (_pending.TryPop(out var pair))
        {
            if (pair.Old != pair.New && !HeadFits(pair.Old, pair.New))
            {
                return false;
            }
        }

        return true;
    }

    private bool HeadFits(Term old, Term replacement)
    {
        if (old.Kind != replacement.Kind)
        {
            return No($"{(old is IntegerTerm or AtomTerm or ExternalFunTerm ? "an" : "a")} {Name(old)} is no {Name(replacement)}");
        }

        switch (old)
        {
            case IntegerTerm or BitstringTerm:
                HasOtherNumbers = true;
                return true;
            case TupleTerm tuple:
                return tuple.Arity == ((TupleTerm)replacement).Arity
                    ? PairElements(old, replacement)
                    : No($"a tuple of {tuple.Arity} elements has not {((TupleTerm)replacement).Arity}");
            case ListTerm list:
                return ListFits(list, (ListTerm)replacement);
            case MapTerm map:
                return MapFits(map, (MapTerm)replacement);
            case ExternalFunTerm fun:
                return replacement is ExternalFunTerm other && other.Arity == fun.Arity
                    || No($"a fun of {fun.Arity} arguments stays one");
            case NativeRecordTerm record:
                return record.HeadEquals(replacement)
                    ? PairElements(old, replacement) : No("a native record keeps its name and its fields");
            case LocalFunTerm:
                return No("a fun that was made at run time is no other");
            default:
                return true;
        }
    }

    private bool PairElements(Term old, Term replacement)
    {
        for (var index = 0; index < old.ChildCount; index++)
        {
            _pending.Push((old.Child(index), replacement.Child(index)));
        }

        return true;
    }

    private bool ListFits(ListTerm old, ListTerm replacement)
    {
        if (old.IsProper != replacement.IsProper)
        {
            return No("a list that ends in [] goes on doing so");
        }

        if (!old.IsProper)
        {
            _pending.Push((old.Tail, replacement.Tail));
        }

        return ElementsFit(old.Elements.AsSpan(), replacement.Elements.AsSpan(), "element of the list");
    }

    private bool MapFits(MapTerm old, MapTerm replacement)
    {
        var (oldKeys, oldValues) = KeysAndValues(old);
        var (keys, values) = KeysAndValues(replacement);
        return ElementsFit(oldKeys, keys, "key of the map") && ElementsFit(oldValues, values, "value of the map");
    }

    private static (Term[] Keys, Term[] Values) KeysAndValues(MapTerm map)
    {
        var keys = new Term[map.Pairs.Length];
        var values = new Term[keys.Length];
        for (var index = 0; index < keys.Length; index++)
        {
            (keys[index], values[index]) = map.Pairs[index];
        }

        return (keys, values);
    }

    // What is known about lists and maps is what is true of all their elements. An element may be one of the old ones, or a
    // term without elements of a kind that one of them has, or it has to fit the one in its place.
    private bool ElementsFit(ReadOnlySpan<Term> old, ReadOnlySpan<Term> replacement, string what)
    {
        var known = new HashSet<Term>();
        var kinds = new HashSet<TermKind>();
        foreach (var element in old)
        {
            known.Add(element);
            if (element.ChildCount == 0 && element is not ExternalFunTerm)
            {
                kinds.Add(element.Kind);
            }
        }

        for (var index = 0; index < replacement.Length; index++)
        {
            var element = replacement[index];
            if (known.Contains(element))
            {
                continue;
            }

            if (element.ChildCount == 0 && kinds.Contains(element.Kind))
            {
                HasOtherNumbers |= element is IntegerTerm or BitstringTerm;
            }
            else if (old.IsEmpty)
            {
                return No($"{element} would be the first {what}");
            }
            else
            {
                _pending.Push((old[Math.Min(index, old.Length - 1)], element));
            }
        }

        return true;
    }

    private bool No(string reason)
    {
        Reason = reason;
        return false;
    }

    private static string Name(Term term) => term.Kind switch
    {
        TermKind.Nil => "[]",
        TermKind.NativeRecord => "native record",
        TermKind.Pid => "process identifier",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
