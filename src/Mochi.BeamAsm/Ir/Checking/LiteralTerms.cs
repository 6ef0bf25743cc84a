using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>Tells terms that can be constants of a program from those that only a running system can make.</summary>
internal static class LiteralTerms
{
    /// <summary>
    /// Finds the first part of a term that cannot stand in a literal: a pid, port, reference or local fun.
    /// </summary>
    /// <returns>That part; <see langword="null"/> when there is none.</returns>
    public static Term? FindForeign(Term term) =>
        Parts(term).FirstOrDefault(part => part is PidTerm or PortTerm or ReferenceTerm or LocalFunTerm);

    /// <summary>Finds the first atom of a term with more characters than allowed.</summary>
    /// <returns>The atom's text; <see langword="null"/> when there is none.</returns>
    public static string? FindLongAtom(Term term, int longest) =>
        Parts(term).OfType<AtomTerm>().FirstOrDefault(atom => atom.Name.Length > longest)?.Name;

    /// <summary>What a term is called in messages.</summary>
    public static string Name(Term term) => term switch
    {
        PidTerm => "process identifier",
        PortTerm => "port",
        ReferenceTerm => "reference",
        LocalFunTerm => "local fun",
        NativeRecordTerm => "native record",
        _ => "term",
    };

    /// <summary>A term and all its parts, of any depth.</summary>
    private static IEnumerable<Term> Parts(Term term)
    {
        var pending = new Stack<Term>();
        pending.Push(term);
        while (pending.TryPop(out var next))
        {
            yield return next;
            foreach (var part in DirectParts(next))
            {
                pending.Push(part);
            }
        }
    }

    private static IEnumerable<Term> DirectParts(Term term) => term switch
    {
        TupleTerm tuple => tuple.Elements,
        ListTerm list => list.Elements.Append(list.Tail),
        MapTerm map => map.Pairs.SelectMany(pair => new[] { pair.Key, pair.Value }),
        NativeRecordTerm record => record.Fields.Select(field => field.Value),
        _ => [],
    };
}
