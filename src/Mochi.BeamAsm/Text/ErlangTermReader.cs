using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Reads Erlang terms that end in full stops, as <c>file:consult/1</c> does. Comments run from <c>%</c> to the end of the
/// line.
/// </summary>
internal sealed partial class ErlangTermReader(string text)
{
    private const int MaximumDepth = 1000;

    private int _position;
    private int _depth;

    /// <summary>Reads the next term with the index where it begins.</summary>
    /// <returns><see langword="false"/> at the end of the text.</returns>
    /// <exception cref="ErlangTextException">The text is no term.</exception>
    public bool TryRead(out Term term, out int start)
    {
        SkipBlanks();
        start = _position;
        if (_position == text.Length)
        {
            term = Term.Nil;
            return false;
        }

        term = Parse();
        SkipBlanks();
        if (!IsFullStop())
        {
            throw Fail("a '.' is expected here");
        }

        _position++;
        return true;
    }

    /// <summary>Goes on behind the next full stop at the end of a line.</summary>
    public void SkipForm()
    {
        var end = text.IndexOf(".\n", _position, StringComparison.Ordinal);
        _position = end < 0 ? text.Length : end + 2;
        _depth = 0;
    }

    private Term Parse()
    {
        if (++_depth > MaximumDepth)
        {
            throw Fail($"terms are nested more than {MaximumDepth} deep");
        }

        SkipBlanks();
        var term = ParseHead();
        _depth--;
        return term;
    }

    private Term ParseHead()
    {
        var character = Peek();
        switch (character)
        {
            case '{':
                _position++;
                return Term.Tuple(ParseItems('}').Items);
            case '[':
                _position++;
                var (items, tail) = ParseItems(']');
                return ListTerm.Create(items, tail);
            case '#':
                return ParseMap();
            case '"':
                return ParseString();
            case '\'':
                return Term.Atom(ParseQuoted('\''));
            case '<':
                return ParseBitstring();
            case '$':
                _position++;
                return Term.Integer(ParseCharacter());
            case '-' or '+' or (>= '0' and <= '9'):
                return ParseNumber();
            case var _ when IsAtomStart(character):
                return ParseAtom();
            default:
                throw Fail("a term is expected here");
        }
    }

    private (ImmutableArray<Term> Items, Term Tail) ParseItems(char end)
    {
        var items = ImmutableArray.CreateBuilder<Term>();
        Term tail = Term.Nil;
        if (!TakeSign(end))
        {
            do
            {
                items.Add(Parse());
            }
            while (TakeSign(','));

            if (end == ']' && TakeSign('|'))
            {
                tail = Parse();
            }

            Expect(end);
        }

        return (items.ToImmutable(), tail);
    }

    private MapTerm ParseMap()
    {
        _position++;
        Expect('{');
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<Term, Term>>();
        var keys = new HashSet<Term>();
        if (!TakeSign('}'))
        {
            do
            {
                var key = Parse();
                Expect('=');
                Expect('>');
                pairs.Add(KeyValuePair.Create(key, Parse()));
                if (!keys.Add(key))
                {
                    throw Fail("this key of the map was given before");
                }
            }
            while (TakeSign(','));

            Expect('}');
        }

        return new MapTerm(pairs.ToImmutable());
    }

    /// <summary>Texts side by side are one text.</summary>
    private Term ParseString()
    {
        var content = new StringBuilder();
        do
        {
            content.Append(ParseQuoted('"'));
        }
        while (IsNext('"'));

        return Term.CharList(content.ToString());
    }

    private BitstringTerm ParseBitstring()
    {
        _position++;
        Expect('<');
        var bytes = ImmutableArray.CreateBuilder<byte>();
        var lastBits = 8;
        if (!TakeSign('>'))
        {
            do
            {
                lastBits = lastBits == 8 ? ParseSegment(bytes) : throw Fail("only the last part can be shorter than a byte");
            }
            while (TakeSign(','));

            Expect('>');
        }

        if (Peek() != '>')
        {
            throw Fail("'>>' is expected here");
        }

        _position++;
        return Term.Bitstring(bytes.ToArray(), lastBits);
    }

    private int ParseSegment(ImmutableArray<byte>.Builder bytes)
    {
        if (IsNext('"'))
        {
            var content = ParseString();
            var isUtf8 = TakeSign('/');
            if (isUtf8 && ParseName() != "utf8")
            {
                throw Fail("only utf8 is known here");
            }

            AppendText(bytes, content, isUtf8);
            return 8;
        }

        var value = ParseInteger();
        var bits = TakeSign(':') ? (int)ParseInteger() : 8;
        if (bits is < 1 or > 8)
        {
            throw Fail("a part of a bitstring has 1 to 8 bits");
        }

        bytes.Add((byte)((int)(value & 0xFF) << (8 - bits)));
        return bits;
    }

    private void AppendText(ImmutableArray<byte>.Builder bytes, Term content, bool isUtf8)
    {
        Span<byte> encoded = stackalloc byte[4];
        foreach (var character in content is ListTerm list ? list.Elements : [])
        {
            var codePoint = (int)((IntegerTerm)character).Value;
            if (isUtf8)
            {
                bytes.AddRange(encoded[..new Rune(codePoint).EncodeToUtf8(encoded)]);
            }
            else if (codePoint <= 0xFF)
            {
                bytes.Add((byte)codePoint);
            }
            else
            {
                throw Fail("without /utf8 each character of a text is one byte");
            }
        }
    }

    private Term ParseAtom()
    {
        var name = ParseName();
        if (name != "fun" || !char.IsWhiteSpace(Peek()))
        {
            return Term.Atom(name);
        }

        SkipBlanks();
        var module = ParseAtomName();
        Expect(':');
        SkipBlanks();
        var function = ParseAtomName();
        Expect('/');
        var arity = ParseInteger();
        return arity >= 0 && arity <= 255 ? Term.ExternalFun(module, function, (int)arity) : throw Fail("an arity is 0 to 255");
    }

    private string ParseAtomName() => Peek() == '\'' ? ParseQuoted('\'') : ParseName();

    private string ParseName()
    {
        var start = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '@')
        {
            _position++;
        }

        return _position > start ? text[start.._position] : throw Fail("an atom is expected here");
    }

    private BigInteger ParseInteger() =>
        ParseNumber() is IntegerTerm integer ? integer.Value : throw Fail("an integer is expected here");

    private Term ParseNumber()
    {
        SkipBlanks();
        var isNegative = Peek() == '-';
        _position += Peek() is '-' or '+' ? 1 : 0;
        var start = _position;
        SkipDigits();
        if (start == _position)
        {
            throw Fail("a number is expected here");
        }

        if (Peek() == '#')
        {
            var radix = _position - start <= 2 ? (int)Digits(start) : 0;
            return Term.Integer(isNegative ? -ParseRadix(radix) : ParseRadix(radix));
        }

        if (Peek() != '.' || !char.IsAsciiDigit(Peek(1)))
        {
            return Term.Integer(isNegative ? -Digits(start) : Digits(start));
        }

        _position++;
        SkipDigits();
        if (Peek() is 'e' or 'E')
        {
            _position += Peek(1) is '-' or '+' ? 2 : 1;
            SkipDigits();
        }

        var digits = text[start.._position].Replace("_", "", StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? Term.Float(isNegative ? -number : number)
            : throw Fail("this is no float");
    }

    private BigInteger Digits(int start) => BigInteger.Parse(
        text[start.._position].Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);

    private BigInteger ParseRadix(int radix)
    {
        _position++;
        var value = BigInteger.Zero;
        var start = _position;
        for (; char.IsAsciiLetterOrDigit(Peek()); _position++)
        {
            var digit = char.IsAsciiDigit(Peek()) ? Peek() - '0' : char.ToLowerInvariant(Peek()) - 'a' + 10;
            value = digit < radix && radix <= 36 ? (value * radix) + digit : throw Fail("this digit does not fit the base");
        }

        return _position > start ? value : throw Fail("digits are expected here");
    }
}
