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
            PushParts(next, pending);
        }
    }

    // Loops rather than sequences of parts: constants are looked at in every compilation, and each kind of sequence
    // costs start-up time.
    private static void PushParts(Term term, Stack<Term> pending)
    {
        switch (term)
        {
            case TupleTerm tuple:
                foreach (var element in tuple.Elements)
                {
                    pending.Push(element);
                }

                break;
            case ListTerm list:
                foreach (var element in list.Elements)
                {
                    pending.Push(element);
                }

                pending.Push(list.Tail);
                break;
            case MapTerm map:
                foreach (var (key, value) in map.Pairs)
                {
                    pending.Push(key);
                    pending.Push(value);
                }

                break;
            case NativeRecordTerm record:
                foreach (var field in record.Fields)
                {
                    pending.Push(field.Value);
                }

                break;
        }
    }
}
