using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Reads a row of the generated table: the columns of <c>signatures.tsv</c> with numbers for flags and rule.</summary>
internal ref struct SignatureReader
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private SignatureReader(ReadOnlySpan<char> text)
    {
        _text = text;
        _position = 0;
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="FormatException">The row is not what the generator makes, or a type is not one.</exception>
    public static Signature Read(string row)
    {
        var cells = row.Split('\t');
        var arity = Number(cells[2]);
        var required = cells[5].Length == 0 ? [] : ReadTypes(cells[5]);
        if (required.Length != 0 && required.Length != arity)
        {
            throw new FormatException($"{cells[0]}:{cells[1]}/{arity} has {required.Length} types for its arguments");
        }

        return new Signature(
            cells[0], cells[1], arity, Number(cells[3]), ReadTypes(cells[4])[0], required,
            (SignatureFlags)Number(cells[6]), (SignatureRule)Number(cells[7]));
    }

    /// <summary>Reads a type in the syntax of the table.</summary>
    public static TermType ReadType(string text) => ReadTypes(text)[0];

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static ImmutableArray<TermType> ReadTypes(string text)
    {
        var types = ImmutableArray.CreateBuilder<TermType>();
        var reader = new SignatureReader(text);
        while (true)
        {
            types.Add(reader.ReadUnion());
            if (reader._position == text.Length)
            {
                return types.ToImmutable();
            }

            reader.Expect(' ');
        }
    }

    private TermType ReadUnion()
    {
        var type = ReadOne();
        while (Accept('|'))
        {
            type = type.Join(ReadOne());
        }

        return type;
    }

    private TermType ReadOne()
    {
        if (Accept('\''))
        {
            var end = _position + _text[_position..].IndexOf('\'');
            var atom = _text[_position..end].ToString();
            _position = end + 1;
            return TermType.AtomOf(atom);
        }

        if (Accept('{'))
        {
            var elements = new List<TermType>();
            do
            {
                elements.Add(ReadUnion());
            }
            while (Accept(','));
            Expect('}');
            return TermType.TupleOfElements([.. elements]);
        }

        var start = _position;
        while (_position < _text.Length && char.IsAsciiLetterLower(_text[_position]))
        {
            _position++;
        }

        var name = _text[start.._position];
        return Accept('(') ? ReadArguments(name) : Named(name);
    }

    private TermType ReadArguments(ReadOnlySpan<char> name)
    {
        TermType type;
        if (name is "int")
        {
            var minimum = ReadBound();
            Expect('.');
            Expect('.');
            type = TermType.IntegerRange(minimum, ReadBound());
        }
        else if (name is "fun")
        {
            type = TermType.FunOf((int)(ReadBound() ?? throw Wrong()));
        }
        else
        {
            var first = ReadUnion();
            var second = Accept(',') ? ReadUnion() : null;
            type = name switch
            {
                "list" => TermType.ListOf(first, second ?? TermType.Nil),
                "cons" => TermType.NonEmptyListOf(first, second ?? TermType.Nil),
                "map" when second is not null => TermType.MapOf(first, second),
                _ => throw Wrong(),
            };
        }

        Expect(')');
        return type;
    }

    private readonly TermType Named(ReadOnlySpan<char> name) => name switch
    {
        "any" => TermType.Any,
        "none" => TermType.None,
        "atom" => TermType.Atom,
        "bool" => TermType.Boolean,
        "int" => TermType.Integer,
        "float" => TermType.Float,
        "number" => TermType.Number,
        "binary" => TermType.Binary,
        "bits" => TermType.Bitstring,
        "nil" => TermType.Nil,
        "list" => TermType.List,
        "cons" => TermType.NonEmptyList,
        "map" => TermType.Map,
        "tuple" => TermType.Tuple,
        "fun" => TermType.Fun,
        "pid" => TermType.Pid,
        "port" => TermType.Port,
        "ref" => TermType.Reference,
        "record" => TermType.NativeRecord,
        "context" => TermType.MatchContext(1),
        "size" => SignatureTypes.Size,
        "index" => SignatureTypes.TupleIndex,
        "byte" => SignatureTypes.Byte,
        "char" => SignatureTypes.Character,
        "string" => SignatureTypes.String,
        "iodata" => SignatureTypes.IoData,
        "time" => SignatureTypes.Time,
        "iterator" => SignatureTypes.MapOrIterator,
        _ => throw Wrong(),
    };

    private long? ReadBound()
    {
        var start = _position;
        while (_position < _text.Length && (_text[_position] == '-' || char.IsAsciiDigit(_text[_position])))
        {
            _position++;
        }

        return start == _position ? null : long.Parse(_text[start.._position], CultureInfo.InvariantCulture);
    }

    private bool Accept(char character)
    {
        if (_position >= _text.Length || _text[_position] != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Accept(character))
        {
            throw Wrong();
        }
    }

    private readonly FormatException Wrong() => new($"no type at {_position} of {_text}");
}
