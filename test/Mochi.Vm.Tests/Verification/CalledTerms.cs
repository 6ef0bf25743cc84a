using Mochi.BeamAsm.Tests.Verification.Types;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>Terms that functions are called with.</summary>
internal static class CalledTerms
{
    /// <summary>Terms of all kinds that a release has.</summary>
    public static List<Term> For(int release)
    {
        string[] more =
        [
            "16", "2", "3", "10", "1.0", "2.0", "second", "utf8", "[{a,1},{b,2}]", "[{1,a},{2.0,b}]", "[{1,2,3},{a,b,c}]", "\"abc\"", "\"12\"", "\"1.5\"",
            "<<\"12\">>", "<<\"1.5\">>", "<<\"abc\">>", "[1,2,3]", "[a,b]", "[3,1,2]", "[[1],[2]]", "[1.5,2]", "[[]]", "{1,2}", "{0,1}", "{a,{b}}", "{[],[]}",
            "#{a => 1, b => 2}", "#{1 => a}", "#{1.0 => b, [] => c}", "[a]", "[1]", "[b,a]", "[{a,1}]", "[{a,b,c}]", "{a,1}", "[1|2]", "[{a,1}|b]", "[{1,2}|{3}]", "none",
            "[a,b|c]", "[<<1>>,2]", "[<<1,2>>|<<3>>]", "12", "63", "64", "-8", "-20", "6", "4611686018427387904", "fun lists:reverse/1", "fun erlang:is_atom/1",
            "fun erlang:max/2", "fun erlang:'=:='/2", "fun erlang:'<'/2", "fun erlang:atom_to_list/1", "fun maps:put/3", "fun erlang:setelement/3", "fun erlang:list_to_tuple/1",
            "fun maps:get/3", "fun erlang:length/1", "fun erlang:'+'/2", "fun erlang:'++'/2", "fun lists:keyfind/3", "fun erlang:is_integer/1", "fun erlang:'not'/1",
            "fun erlang:tuple_to_list/1", "fun erlang:'or'/2", "fun erlang:self/0", "fun lists:member/2", "fun lists:keymember/3", "fun erlang:abs/1", "erlang", "lists", "seconds", "native",
            "fun erlang:'=='/2", "fun erlang:make_tuple/2", "registered_name", "module", "[{x,y},{z}]", "fun lists:append/2",
        ];
        var own = TypePool.Terms.Where(term => release >= 29 || !HasNativeRecord(term)).ToList();
        return [.. more.Select(text => TermReader.Read(text)), .. own];
    }

    private static bool HasNativeRecord(Term term) => term switch
    {
        TupleTerm tuple => tuple.Elements.Any(HasNativeRecord),
        ListTerm list => list.Elements.Any(HasNativeRecord) || HasNativeRecord(list.Tail),
        MapTerm map => map.Pairs.Any(pair => HasNativeRecord(pair.Key) || HasNativeRecord(pair.Value)),
        _ => term is NativeRecordTerm,
    };

    /// <summary>Arguments to call a function with.</summary>
    public static IEnumerable<(Signature Signature, Term[] Arguments)> Calls(Signature signature, List<Term> terms)
    {
        if (signature.Arity == 0)
        {
            yield return (signature, []);
            yield break;
        }

        if (signature.Arity == 1)
        {
            foreach (var term in terms)
            {
                yield return (signature, [term]);
            }

            yield break;
        }

        // Mostly what the function takes, as other calls only fail.
        var fitting = Enumerable.Range(0, signature.Arity).Select(index => signature.Required.Length == 0
            ? terms : terms.Where(term => TypeMembership.Includes(signature.Required[index], term)).ToList()).ToArray();
        var random = new Random(signature.Function.Length + signature.Arity);
        for (var round = 0; round < 500; round++)
        {
            yield return (signature, [.. fitting.Select(fit =>
            {
                var from = random.Next(8) == 0 || fit.Count == 0 ? terms : fit;
                return from[random.Next(random.Next(2) == 0 ? from.Count : Math.Min(from.Count, 40))];
            })]);
        }
    }
}
