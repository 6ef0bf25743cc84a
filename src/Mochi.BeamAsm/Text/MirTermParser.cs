using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads constants: Erlang terms.</summary>
internal sealed class MirTermParser(MirTokenReader reader, TextDiagnostics diagnostics)
{
    /// <summary>A term.</summary>
    public Term Parse()
    {
        var level = reader.Enter();
        var term = ParseTerm();
        reader.Leave(level);
        return term;
    }

    /// <summary>A number that begins at the current token, with its sign.</summary>
    public Term ParseNumber()
    {
        var start = reader.Current;
        var isNegative = reader.TakeSign("-");
        var token = reader.Take();
        if (token.Kind == MirTokenKind.Integer)
        {
            var integer = BigInteger.Parse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture);
            return Term.Integer(isNegative ? -integer : integer);
        }

        var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            diagnostics.Error("BA208", "this float is too large", start.Start, token.End);
            value = 0;
        }

        return Term.Float(isNegative ? -value : value);
    }

    /// <summary>Whether a number, with its sign, begins at the current token.</summary>
    public bool IsNumber => reader.Current.Kind is MirTokenKind.Integer or MirTokenKind.Float
        || (reader.Current.IsSign("-") && reader.Next.Kind is MirTokenKind.Integer or MirTokenKind.Float
            && reader.Next.Start == reader.Current.End);

    /// <summary>A bitstring; its opening sign comes next.</summary>
    public Term ParseBitstring()
    {
        reader.Expect("<<");
        var bytes = ImmutableArray.CreateBuilder<byte>();
        var lastBits = 8;
        while (!reader.Current.IsSign(">>"))
        {
            if (lastBits != 8)
            {
                throw reader.Fail("only the last part of a bitstring can be shorter than a byte");
            }

            lastBits = ParseSegment(bytes);
            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        reader.Expect(">>");
        return Term.Bitstring(bytes.ToArray(), lastBits);
    }

    private Term ParseTerm()
    {
        var token = reader.Current;
        if (IsNumber)
        {
            return ParseNumber();
        }

        if (token.Kind == MirTokenKind.String)
        {
            return Term.CharList(reader.Take().Text);
        }

        if (token.IsWord("fun"))
        {
            return ParseFun();
        }

        if (token is { Kind: MirTokenKind.Atom } or { Kind: MirTokenKind.Name, Suffix: 0 })
        {
            return Term.Atom(ParseAtom());
        }

        return token.Text switch
        {
            "<<" when token.Kind == MirTokenKind.Sign => ParseBitstring(),
            "{" when token.Kind == MirTokenKind.Sign => ParseTuple(),
            "[" when token.Kind == MirTokenKind.Sign => ParseList(),
            "#{" when token.Kind == MirTokenKind.Sign => ParseMap(),
            _ => throw reader.Fail($"a term is expected here, not {MirTokenReader.Describe(token)}"),
        };
    }

    /// <summary>An atom as Erlang writes it: keywords of this text need no quotes, and @ can stand in it.</summary>
    private string ParseAtom()
    {
        if (reader.Current.Kind == MirTokenKind.Atom)
        {
            return reader.Take().Text;
        }

        if (reader.Current is not { Kind: MirTokenKind.Name, Suffix: 0 } || !char.IsAsciiLetterLower(reader.Current.Text[0]))
        {
            throw reader.Fail($"an atom is expected here, not {MirTokenReader.Describe(reader.Current)}");
        }

        var name = reader.Take();
        var text = name.Text;
        var end = name.End;
        while (reader.Current.Start == end
            && (reader.Current.IsSign("@") || reader.Current.Kind is MirTokenKind.Name or MirTokenKind.Integer))
        {
            end = reader.Current.End;
            text += reader.Take().Text;
        }

        return text;
    }

    private ExternalFunTerm ParseFun()
    {
        reader.ExpectWord("fun");
        var module = ParseAtom();
        reader.Expect(":");
        var function = ParseAtom();
        reader.Expect("/");
        return Term.ExternalFun(module, function, reader.TakeInteger("an arity", 0, 255));
    }

    private TupleTerm ParseTuple()
    {
        reader.Expect("{");
        return Term.Tuple(ParseItems("}"));
    }

    private Term ParseList()
    {
        reader.Expect("[");
        var elements = ImmutableArray.CreateBuilder<Term>();
        while (!reader.Current.IsSign("]"))
        {
            elements.Add(Parse());
            if (reader.TakeSign("|"))
            {
                var tail = Parse();
                reader.Expect("]");
                return ListTerm.Create(elements.ToImmutable(), tail);
            }

            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        reader.Expect("]");
        return ListTerm.Create(elements.ToImmutable(), Term.Nil);
    }

    private MapTerm ParseMap()
    {
        reader.Expect("#{");
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<Term, Term>>();
        var keys = new HashSet<Term>();
        while (!reader.Current.IsSign("}"))
        {
            var start = reader.Current;
            var key = Parse();
            reader.Expect("=>");
            var value = Parse();
            if (keys.Add(key))
            {
                pairs.Add(KeyValuePair.Create(key, value));
            }
            else
            {
                diagnostics.Error("BA209", "this key of the map was given before", start.Start, start.End);
            }

            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        reader.Expect("}");
        return new MapTerm(pairs.ToImmutable());
    }

    private ImmutableArray<Term> ParseItems(string end)
    {
        var items = ImmutableArray.CreateBuilder<Term>();
        while (!reader.Current.IsSign(end))
        {
            items.Add(Parse());
            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        reader.Expect(end);
        return items.ToImmutable();
    }

    private int ParseSegment(ImmutableArray<byte>.Builder bytes)
    {
        if (reader.Current.Kind == MirTokenKind.String)
        {
            AppendText(bytes, reader.Take());
            return 8;
        }

        var value = reader.TakeInteger("a byte", 0, 255);
        if (!reader.TakeSign(":"))
        {
            bytes.Add((byte)value);
            return 8;
        }

        var bits = reader.TakeInteger("a number of bits", 1, 8);
        bytes.Add((byte)(value << (8 - bits)));
        return bits;
    }

    private void AppendText(ImmutableArray<byte>.Builder bytes, MirToken token)
    {
        if (reader.TakeSign("/"))
        {
            reader.ExpectWord("utf8");
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(token.Text));
            return;
        }

        foreach (var character in token.Text)
        {
            if (character > 0xFF)
            {
                diagnostics.Error(
                    "BA209", "without /utf8 each character of a text is one byte", token.Start, token.End);
                return;
            }

            bytes.Add((byte)character);
        }
    }
}
