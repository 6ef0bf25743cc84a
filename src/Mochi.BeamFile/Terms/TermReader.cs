using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Reads Erlang terms from text: what <c>~w</c> and <c>~p</c> print and what <c>file:consult/1</c> accepts, which is terms that
/// end in full stops, with comments from <c>%</c> to the end of the line.
/// </summary>
/// <remarks>
/// All forms of OTP 29 are read: numbers in any base, based floats, <c>$c</c>, strings side by side, triple-quoted strings,
/// sigils, bitstrings with sizes and types, <c>fun m:f/1</c>, and native records as they are printed. Of two equal keys of a
/// map the last one counts, as for <c>erl_parse:normalise/1</c>. Pids, ports, references and local funs have no
/// syntax; their text is an error that says so. What is open stands on a stack of our own, so depth is bounded by
/// <see cref="ReadLimits.TermDepth"/> and not by the thread's stack.
/// </remarks>
public sealed partial class TermReader
{
    private readonly string _text;
    private readonly string? _file;
    private readonly ReadLimits _limits;
    private readonly Stack<Frame> _open = new();
    private int _position;
    private int _nodes;
    private int _openMaps;
    private int _openBitstrings;

    /// <summary>Makes a reader that stands at the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name that diagnostics give; <see langword="null"/> for none.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    public TermReader(string text, string? file = null, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _file = file;
        _limits = limits ?? ReadLimits.Default;
        _bitsLeft = _limits.BitstringBits;
    }

    /// <summary>Index of the next character; after an error, of the character at fault.</summary>
    public int Position => _position;

    /// <summary>Reads one term; a full stop may follow, and nothing else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name that diagnostics give; <see langword="null"/> for none.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The text is no term, or asks for too much.</exception>
    public static Term Read(string text, string? file = null, ReadLimits? limits = null)
    {
        var reader = new TermReader(text, file, limits);
        var term = reader.ReadTerm();
        reader.SkipBlanks();
        if (reader.IsFullStop())
        {
            reader._position++;
            reader.SkipBlanks();
        }

        return reader._position == text.Length ? term : throw reader.Fail("the term ends before this");
    }

    /// <summary>Reads all terms of a text, each with a full stop behind it, as <c>file:consult/1</c> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name that diagnostics give; <see langword="null"/> for none.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The text is no such list of terms, or asks for too much.</exception>
    public static ImmutableArray<Term> ReadAll(string text, string? file = null, ReadLimits? limits = null)
    {
        var reader = new TermReader(text, file, limits);
        var terms = ImmutableArray.CreateBuilder<Term>();
        while (reader.TryRead(out var term, out _))
        {
            terms.Add(term);
        }

        return terms.ToImmutable();
    }

    /// <summary>Reads the next term and the full stop behind it.</summary>
    /// <param name="term">The term.</param>
    /// <param name="start">Index where it begins.</param>
    /// <returns><see langword="false"/> at the end of the text.</returns>
    /// <exception cref="DiagnosticException">The text is no term, or asks for too much.</exception>
    public bool TryRead(out Term term, out int start)
    {
        SkipBlanks();
        start = _position;
        if (_position == _text.Length)
        {
            term = Term.Nil;
            return false;
        }

        term = ReadTerm();
        SkipBlanks();
        if (!IsFullStop())
        {
            throw Fail("a '.' is expected here", "each term ends in a full stop");
        }

        _position++;
        return true;
    }

    /// <summary>Reads a term that is part of other text; nothing has to end it.</summary>
    /// <param name="start">Index where it begins.</param>
    /// <param name="end">Index where it has ended.</param>
    /// <exception cref="DiagnosticException">The text is no term, or asks for too much.</exception>
    public Term ReadPart(int start, out int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, _text.Length);
        _position = start;
        _nodes = 0;
        _open.Clear();
        _openMaps = 0;
        _openBitstrings = 0;
        var term = ReadTerm();
        end = _position;

        // Behind a string the reader looks for another one that continues it.
        while (end > start && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return term;
    }

    /// <summary>After an error: goes on behind the next full stop at the end of a line.</summary>
    public void SkipForm()
    {
        var end = _text.IndexOf(".\n", _position, StringComparison.Ordinal);
        _position = end < 0 ? _text.Length : end + 2;
        _open.Clear();
        _openMaps = 0;
        _openBitstrings = 0;
    }

    private Term ReadTerm()
    {
        var bottom = _open.Count;
        while (true)
        {
            var value = ReadHead();
            while (value is not null)
            {
                if (_open.Count == bottom)
                {
                    return value;
                }

                value = Continue(_open.Peek(), value);
            }
        }
    }

    /// <summary>Reads a term up to its first part; <see langword="null"/> when parts have to follow.</summary>
    private Term? ReadHead()
    {
        SkipBlanks();
        if (++_nodes > _limits.TermNodes)
        {
            throw Fail($"there are more than {_limits.TermNodes} terms", code: BeamFileCodes.LimitExceeded);
        }

        var character = Peek();
        switch (character)
        {
            case '{':
                return Open(new Frame('{', '}'), 1);
            case '[':
                return Open(new Frame('[', ']'), 1);
            case '(':
                return Open(new Frame('(', ')'), 1);
            case '#':
                return ReadHash();
            case '"':
                return ReadString();
            case '\'':
                return MakeAtom(ReadQuoted('\''));
            case '~':
                return ReadSigil();
            case '<' when char.IsAsciiDigit(Peek(1)):
                throw Fail("a process identifier cannot be read", "it belongs to a running system; put something else here");
            case '<':
                return ReadBitstring();
            case '-' or '+' or '$' or (>= '0' and <= '9'):
                return ReadSignedNumber();
            case var _ when IsNameStart(character):
                return ReadName();
            default:
                throw Fail(character switch
                {
                    '\0' when _position >= _text.Length => "the text ends where a term is expected",
                    (>= 'A' and <= 'Z') or '_' => "a variable is no term",
                    _ => "a term is expected here",
                });
        }
    }

    /// <summary>Opens a term with parts; gives it back at once when it has none.</summary>
    private Term? Open(Frame frame, int signs)
    {
        var start = _position;
        _position += signs;
        SkipBlanks();
        if (frame.Opening != '(' && Peek() == frame.Closing)
        {
            _position++;
            return frame.Complete(this);
        }

        if (_open.Count >= _limits.TermDepth)
        {
            _position = start;
            throw Fail($"terms are nested more than {_limits.TermDepth} deep", code: BeamFileCodes.LimitExceeded);
        }

        if (frame.Opening == 'm' && ++_openMaps > _limits.MapDepth)
        {
            _position = start;
            throw Fail($"maps are nested more than {_limits.MapDepth} deep", code: BeamFileCodes.LimitExceeded);
        }

        _open.Push(frame);
        if (frame.Opening == 'r')
        {
            ReadFieldName(frame);
        }

        return null;
    }

    /// <summary>Adds a part to what is open; gives that back when it is complete.</summary>
    private Term? Continue(Frame frame, Term part)
    {
        frame.Parts.Add(part);
        SkipBlanks();
        if (frame.Opening == 'm' && frame.Parts.Count % 2 == 1)
        {
            ExpectArrow();
            return null;
        }

        var sign = Peek();
        if (sign == frame.Closing)
        {
            _position++;
            _open.Pop();
            _openMaps -= frame.Opening == 'm' ? 1 : 0;
            return frame.Complete(this);
        }

        if (sign == ',' && !frame.HasTail && frame.Opening != '(')
        {
            _position++;
            if (frame.Opening == 'r')
            {
                ReadFieldName(frame);
            }

            return null;
        }

        if (sign == '|' && frame.Opening == '[' && !frame.HasTail)
        {
            _position++;
            frame.HasTail = true;
            return null;
        }

        throw Fail(frame.Opening == '(' || frame.HasTail
            ? $"'{frame.Closing}' is expected here"
            : $"',' or '{frame.Closing}' is expected here");
    }

    private void ExpectArrow()
    {
        if (Peek() != '=' || Peek(1) != '>')
        {
            throw Fail("'=>' is expected here");
        }

        _position += 2;
    }

    /// <summary>A map, a native record, or the text of what cannot be read.</summary>
    private Term? ReadHash()
    {
        var start = _position;
        if (Peek(1) == '{')
        {
            return Open(new Frame('m', '}'), 2);
        }

        foreach (var (text, what) in Unreadable)
        {
            if (string.CompareOrdinal(_text, _position, text, 0, text.Length) == 0)
            {
                throw Fail($"{what} cannot be read", "it belongs to a running system; put something else here");
            }
        }

        _position++;
        if (!IsNameStart(Peek()) && Peek() != '\'')
        {
            _position = start;
            throw Fail("'#{' or a native record is expected here");
        }

        var module = ReadAtomText();
        if (Peek() != ':')
        {
            throw Fail("':' is expected here", "a record without a module is a tuple at run time; write the tuple");
        }

        _position++;
        var name = ReadAtomText();
        return Peek() == '{'
            ? Open(new Frame('r', '}') { Module = module, Name = name }, 1)
            : throw Fail("'{' is expected here");
    }

    private void ReadFieldName(Frame frame)
    {
        SkipBlanks();
        frame.Fields.Add(ReadAtomText());
        SkipBlanks();
        if (Peek() != '=')
        {
            throw Fail("'=' is expected here");
        }

        _position++;
    }

    /// <summary>A term some of whose parts are read.</summary>
    /// <param name="opening">Its sign; <c>m</c> for a map, <c>r</c> for a native record.</param>
    /// <param name="closing">The sign that ends it.</param>
    private sealed class Frame(char opening, char closing)
    {
        public char Opening => opening;

        public char Closing => closing;

        public bool HasTail { get; set; }

        public string Module { get; init; } = "";

        public string Name { get; init; } = "";

        public List<Term> Parts { get; } = [];

        public List<string> Fields { get; } = [];

        public Term Complete(TermReader reader)
        {
            switch (opening)
            {
                case '(':
                    return Parts[0];
                case '{':
                    return Term.Tuple(Parts);
                case '[':
                    var tail = HasTail ? Parts[^1] : Term.Nil;
                    var elements = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Parts)[..(Parts.Count - (HasTail ? 1 : 0))];
                    if (tail is ListTerm rest && (reader._nodes += rest.Elements.Length) > reader._limits.TermNodes)
                    {
                        throw reader.Fail(
                            $"there are more than {reader._limits.TermNodes} terms", code: BeamFileCodes.LimitExceeded);
                    }

                    return ListTerm.Create([.. elements], tail);
                case 'm':
                    return MakeMap();
                default:
                    var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, Term>>(Parts.Count);
                    for (var index = 0; index < Parts.Count; index++)
                    {
                        fields.Add(KeyValuePair.Create(Fields[index], Parts[index]));
                    }

                    return new NativeRecordTerm(Module, Name, isExported: true, fields.MoveToImmutable());
            }
        }

        private MapTerm MakeMap()
        {
            var pairs = new List<KeyValuePair<Term, Term>>(Parts.Count / 2);
            var places = new Dictionary<Term, int>();
            for (var index = 0; index < Parts.Count; index += 2)
            {
                var pair = KeyValuePair.Create(Parts[index], Parts[index + 1]);
                if (places.TryAdd(pair.Key, pairs.Count))
                {
                    pairs.Add(pair);
                }
                else
                {
                    pairs[places[pair.Key]] = pair;
                }
            }

            return new MapTerm([.. pairs]);
        }
    }
}
