using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>Tells terms that can be constants of a program from those that only a running system can make.</summary>
internal static class LiteralTerms
{
    /// <summary>
    /// Finds the first part of a term that cannot stand in a literal: a pid, port, reference or local fun. Works for terms
    /// of any depth.
    /// </summary>
    /// <returns>That part; <see langword="null"/> when there is none.</returns>
    public static Term? FindForeign(Term term)
    {
        var pending = new Stack<Term>();
        pending.Push(term);
        while (pending.TryPop(out var next))
        {
            switch (next)
            {
                case PidTerm or PortTerm or ReferenceTerm or LocalFunTerm:
                    return next;
                case TupleTerm tuple:
                    PushAll(pending, tuple.Elements);
                    break;
                case ListTerm list:
                    pending.Push(list.Tail);
                    PushAll(pending, list.Elements);
                    break;
                case MapTerm map:
                    PushAll(pending, map.Pairs.Select(pair => pair.Value));
                    PushAll(pending, map.Pairs.Select(pair => pair.Key));
                    break;
                case NativeRecordTerm record:
                    PushAll(pending, record.Fields.Select(field => field.Value));
                    break;
                default:
                    break;
            }
        }

        return null;
    }

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

    private static void PushAll(Stack<Term> pending, IEnumerable<Term> terms)
    {
        foreach (var term in terms.Reverse())
        {
            pending.Push(term);
        }
    }
}
