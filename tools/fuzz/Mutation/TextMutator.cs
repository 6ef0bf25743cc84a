using System.Text;

namespace Mochi.Fuzz;

/// <summary>Changes text by characters, words, lines and nesting.</summary>
/// <param name="seeds">The texts to start from.</param>
/// <param name="pieces">What is put in: words and signs of the language.</param>
public sealed class TextMutator(IReadOnlyList<string> seeds, IReadOnlyList<string> pieces)
{
    /// <summary>Words and signs of terms.</summary>
    public static IReadOnlyList<string> TermPieces { get; } =
    [
        "{", "}", "[", "]", "|", ",", ".", ".\n", "#{", "=>", "<<", ">>", "<<>>", "\"", "'", "\\", "$", "%", "~", "#", "(", ")", "/", ":",
        "-", "+", "_", "=", " ", "\n", "\t", "\0", "ok", "'a b'", "fun", "fun m:f/1", "fun 'a':'b'/255", "1.5", "1.0e308", "1.0e309",
        "-0.0", "1e5", "2#101", "16#FFFF", "36#zz", "37#1", "1#0", "16#1.8#e2", "2#0.1#e-1", "1_000", "1__0", "$a", "$\\n", "$\\x{10FFFF}",
        "$\\x{D800}", "$\\x{110000}", "$\\^a", "$\\777", "\"\"\"\n", "\"\"\"\n x\n \"\"\"", "~b\"x\"", "~S[x]", "~\"x\"", "~B|x|", "~s{x}", "<<1:3>>",
        "<<\"ab\">>", "<<1/utf8>>", "<<1:16/little>>", "<<1.5/float>>", "<<1:-1>>", "<<1:99999999999>>", "<<1/unit:256>>",
        "<<1:8/integer-unit:8>>", "<<\"é\"/utf16>>", "<<(1):8>>", "#m:r{a = 1}", "#'m':'r'{}", "<0.1.2>", "#Ref<0.1.2.3>", "#Port<0.1>", "#Fun<a.1.2>",
        "é", "日本", "\u200D", "\uFEFF", "\U0001F600", "when", "maybe", "99999999999999999999999999999999", "A", "begin", "\r\n", "\u0085", "\u2028",
    ];

    /// <summary>Words and signs of assembly text.</summary>
    public static IReadOnlyList<string> AssemblyPieces { get; } =
    [
        "{", "}", "[", "]", ",", ".", ".\n", "{x,0}", "{x,1}", "{x,1023}", "{x,1024}", "{x,-1}", "{y,0}", "{y,1}", "{fr,0}", "{fr,16}", "{f,0}", "{f,1}",
        "{f,2}", "{f,99}", "{f,-1}", "{atom,ok}", "{integer,0}", "{integer,-1}", "{integer,99999999999999999999}", "{float,1.5}", "{literal,[1|2]}", "nil",
        "{tr,{x,0},{t_integer,{0,9}}}", "{tr,{x,0},any}", "{tr,{x,0},{t_integer,{'-inf','+inf'}}}", "{list,[]}", "{list,[{atom,a},{f,1}]}",
        "{extfunc,lists,map,2}", "{extfunc,erlang,'+',256}", "{string,<<\"abc\">>}", "{alloc,[{words,1},{floats,0},{funs,0}]}", "{u,1}", "{location,\"a.erl\",1}",
        "{location,\"a.erl\",99999999999}", "{field_flags,[little]}", "{test,is_atom,{f,1},[{x,0}]}.\n", "{label,1}.\n", "{label,99999999999}.\n", "return.\n",
        "{call,1,{f,2}}.\n", "{call_ext,2,{extfunc,a,b,2}}.\n", "{move,{x,0},{x,1}}.\n", "{make_fun3,{f,2},0,0,{x,0},{list,[]}}.\n", "{bif,self,{f,0},[],{x,0}}.\n",
        "{gc_bif,'+',{f,0},1,[{x,0},{integer,1}],{x,0}}.\n", "{function, f, 1, 2}.\n", "{func_info,{atom,m},{atom,f},1}.\n", "{line,[]}.\n", "{line,[{location,\"x\",1}]}.\n",
        "{select_val,{x,0},{f,1},{list,[{integer,1},{f,1}]}}.\n", "{bs_match,{f,1},{x,0},{commands,[{ensure_at_least,8,1},{integer,1,{literal,[]},8,1,{x,1}}]}}.\n",
        "{bs_create_bin,{f,0},0,1,1,{x,0},{list,[{atom,integer},1,1,nil,{integer,1},{integer,8}]}}.\n", "{init_yregs,{list,[{y,0}]}}.\n", "{exports, [{f,1}]}.\n",
        "{attributes, [{on_load,[{f,0}]}]}.\n", "{labels, 3}.\n", "{module, m}.\n", "{swap,{x,0},{x,1}}.\n", "{put_map_assoc,{f,0},{x,0},{x,0},1,{list,[{atom,a},{x,0}]}}.\n",
        "{'%',{var_info,{x,0},[]}}.\n", "%", "\"", "'", "0", "1", "255", "256", "2147483648", "-1", "18446744073709551616", "a", "\n", " ",
    ];

    /// <summary>The text that follows from these random numbers.</summary>
    public string Make(FuzzRandom random)
    {
        var text = Seed(random);
        for (var left = 1 + random.Below(5); left > 0; left--)
        {
            text = Changed(text, random);
        }

        return text;
    }

    private string Seed(FuzzRandom random) => seeds[random.Below(seeds.Count)];

    private string Piece(FuzzRandom random) => pieces[random.Below(pieces.Count)];

    private string Changed(string text, FuzzRandom random)
    {
        var at = Place(text, random.Below(text.Length + 1));
        switch (random.Below(12))
        {
            case 0 or 1:
                return text.Insert(at, Piece(random));
            case 2 or 3:
                var (start, end) = Word(text, at);
                return string.Concat(text.AsSpan(0, start), Piece(random), text.AsSpan(end));
            case 4:
                return text.Remove(at, Place(text, Math.Min(text.Length, at + 1 + random.Below(8))) - at);
            case 5:
                (start, end) = Line(text, at);
                return random.Once(2) ? text.Remove(start, end - start) : text.Insert(start, text[start..end]);
            case 6:
                var other = Seed(random);
                (start, end) = Line(other, Place(other, random.Below(other.Length + 1)));
                return text.Insert(Line(text, at).Start, other[start..end]);
            case 7:
                (start, end) = Word(text, at);
                return text.Insert(Place(text, random.Below(text.Length + 1)), text[start..end]);
            case 8:
                other = Seed(random);
                return string.Concat(text.AsSpan(0, at), other.AsSpan(Place(other, random.Below(other.Length + 1))));
            case 9 when random.Once(20):
                return text.Insert(at, new StringBuilder().Insert(0, Piece(random), 1 << random.Below(random.Once(50) ? 14 : 8)).ToString());
            case 10:
                return text[..at];
            default:
                return text.Insert(at, ((char)(random.Once(4) ? random.Below(0x500) : 32 + random.Below(95))).ToString());
        }
    }

    /// <summary>The place, moved out of the middle of a character of two.</summary>
    private static int Place(string text, int at) => at < text.Length && char.IsLowSurrogate(text[at]) ? at + 1 : at;

    private static (int Start, int End) Word(string text, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return (start, end > start ? end : Place(text, Math.Min(text.Length, start + 1)));
    }

    private static (int Start, int End) Line(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        return (start, end < 0 ? text.Length : end + 1);
    }
}
