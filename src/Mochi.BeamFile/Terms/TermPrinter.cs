using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Prints terms as Erlang source, on one line, as <c>io:format("~tp")</c> does for terms that fit: atoms with quotes where
/// they need them, lists and binaries of printable text as text. Works for terms of any depth without recursion.
/// </summary>
public static class TermPrinter
{
    /// <summary>The text of a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="longest">The length after which the text ends in <c>...</c>; no limit by default.</param>
    public static string Print(Term term, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(term);
        var text = new StringBuilder();

        // What is still to be printed, last first: terms, and the text between them.
        var rest = new Stack<object>();
        rest.Push(term);
        while (rest.TryPop(out var next))
        {
            if (next is Term part)
            {
                Append(text, part, rest);
            }
            else
            {
                text.Append((string)next);
            }

            if (text.Length > longest)
            {
                text.Length = longest;
                return text.Append("...").ToString();
            }
        }

        return text.ToString();
    }

    /// <summary>The text of an atom, with quotes where it needs them.</summary>
    public static string Atom(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsPlainAtom(name) ? name : Quote(name, '\'');
    }

    /// <summary>A text between quotes, with escapes where it needs them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quote">The quote: <c>"</c> for strings, <c>'</c> for atoms.</param>
    public static string Quote(string text, char quote)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\')
            {
                quoted.Append('\\').Append(rune.ToString());
            }
            else if (IsVisible(rune.Value))
            {
                quoted.Append(rune.ToString());
            }
            else
            {
                AppendEscape(quoted, rune.Value);
            }
        }

        return quoted.Append(quote).ToString();
    }

    private static void Append(StringBuilder text, Term term, Stack<object> rest)
    {
        switch (term)
        {
            case AtomTerm atom:
                text.Append(Atom(atom.Name));
                break;
            case IntegerTerm integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatTerm number:
                text.Append(Float(number.Value));
                break;
            case NilTerm:
                text.Append("[]");
                break;
            case BitstringTerm bitstring:
                AppendBitstring(text, bitstring);
                break;
            case ListTerm list:
                AppendList(text, list, rest);
                break;
            case TupleTerm tuple:
                text.Append('{');
                Push(rest, tuple.Elements, "}");
                break;
            case MapTerm map:
                text.Append("#{");
                PushPairs(rest, map);
                break;
            case NativeRecordTerm record:
                text.Append(CultureInfo.InvariantCulture, $"#{Atom(record.Module)}:{Atom(record.Name)}{{");
                PushFields(rest, record);
                break;
            case ExternalFunTerm fun:
                text.Append(CultureInfo.InvariantCulture, $"fun {Atom(fun.Module)}:{Atom(fun.Function)}/{fun.Arity}");
                break;
            case LocalFunTerm fun:
                text.Append(CultureInfo.InvariantCulture, $"#Fun<{Atom(fun.Module)}.{fun.Index}.{fun.OldUnique}>");
                break;
            case PidTerm pid:
                text.Append(CultureInfo.InvariantCulture, $"#Pid<{Atom(pid.Node)}.{pid.Id}.{pid.Serial}>");
                break;
            case PortTerm port:
                text.Append(CultureInfo.InvariantCulture, $"#Port<{Atom(port.Node)}.{port.Id}>");
                break;
            case ReferenceTerm reference:
                text.Append(CultureInfo.InvariantCulture, $"#Ref<{Atom(reference.Node)}.{string.Join('.', reference.Ids)}>");
                break;
            default:
                throw new ArgumentException($"a term of kind {term.Kind} has no text", nameof(term));
        }
    }

    private static void AppendList(StringBuilder text, ListTerm list, Stack<object> rest)
    {
        if (TryReadText(list) is { } characters)
        {
            text.Append(Quote(characters, '"'));
            return;
        }

        text.Append('[');
        if (!list.IsProper)
        {
            rest.Push("]");
            rest.Push(list.Tail);
        }

        Push(rest, list.Elements, list.IsProper ? "]" : "|");
    }

    private static void Push(Stack<object> rest, ImmutableArray<Term> elements, string end)
    {
        rest.Push(end);
        for (var index = elements.Length - 1; index >= 0; index--)
        {
            rest.Push(elements[index]);
            if (index > 0)
            {
                rest.Push(",");
            }
        }
    }

    private static void PushPairs(Stack<object> rest, MapTerm map)
    {
        rest.Push("}");
        for (var index = map.Pairs.Length - 1; index >= 0; index--)
        {
            rest.Push(map.Pairs[index].Value);
            rest.Push(" => ");
            rest.Push(map.Pairs[index].Key);
            if (index > 0)
            {
                rest.Push(",");
            }
        }
    }

    private static void PushFields(Stack<object> rest, NativeRecordTerm record)
    {
        rest.Push("}");
        for (var index = record.Fields.Length - 1; index >= 0; index--)
        {
            rest.Push(record.Fields[index].Value);
            rest.Push((index > 0 ? "," : "") + Atom(record.Fields[index].Key) + " = ");
        }
    }

    private static void AppendBitstring(StringBuilder text, BitstringTerm bitstring)
    {
        text.Append("<<");
        if (TryReadText(bitstring) is { } characters)
        {
            text.Append(Quote(characters, '"')).Append(Ascii.IsValid(characters) ? "" : "/utf8");
        }
        else
        {
            for (var index = 0; index < bitstring.Bytes.Length; index++)
            {
                var isPartial = index == bitstring.Bytes.Length - 1 && !bitstring.IsBinary;
                var value = isPartial ? bitstring.Bytes[index] >> (8 - bitstring.BitsInLastByte) : bitstring.Bytes[index];
                text.Append(index == 0 ? "" : ",").Append(value.ToString(CultureInfo.InvariantCulture));
                text.Append(isPartial ? string.Create(CultureInfo.InvariantCulture, $":{bitstring.BitsInLastByte}") : "");
            }
        }

        text.Append(">>");
    }

    private static string? TryReadText(BitstringTerm bitstring)
    {
        if (!bitstring.IsBinary || bitstring.Bytes.IsEmpty)
        {
            return null;
        }

        var bytes = bitstring.Bytes.AsSpan();
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) != System.Buffers.OperationStatus.Done
                || !IsText(rune.Value))
            {
                return null;
            }

            text.Append(rune.ToString());
            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private static string? TryReadText(ListTerm list)
    {
        if (!list.IsProper)
        {
            return null;
        }

        var text = new StringBuilder(list.Elements.Length);
        foreach (var element in list.Elements)
        {
            if (element is not IntegerTerm { Value: var value } || value < 0 || value > 0x10FFFF
                || !Rune.IsValid((int)value) || !IsText((int)value))
            {
                return null;
            }

            text.Append(new Rune((int)value).ToString());
        }

        return text.ToString();
    }

    private static string Float(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        if (text.Contains('.', StringComparison.Ordinal))
        {
            return text;
        }

        var exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent < 0 ? text + ".0" : text.Insert(exponent, ".0");
    }

    private static bool IsPlainAtom(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterLower(name[0]) || IsReserved(name))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '@'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReserved(string name) => name is
        "after" or "and" or "andalso" or "band" or "begin" or "bnot" or "bor" or "bsl" or "bsr" or "bxor" or "case" or
        "catch" or "cond" or "div" or "else" or "end" or "fun" or "if" or "let" or "maybe" or "not" or "of" or "or" or
        "orelse" or "receive" or "rem" or "try" or "when" or "xor";

    // A list of small numbers is taken for text only if all of it could stand in a text file.
    private static bool IsText(int codePoint) => codePoint is '\t' or '\n' or '\r' || IsVisible(codePoint);

    private static bool IsVisible(int codePoint) => codePoint is (>= ' ' and < 0x7F) or >= 0xA0;

    private static void AppendEscape(StringBuilder text, int codePoint)
    {
        switch (codePoint)
        {
            case '\n':
                text.Append(@"\n");
                break;
            case '\r':
                text.Append(@"\r");
                break;
            case '\t':
                text.Append(@"\t");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"\\x{{{codePoint:X}}}");
                break;
        }
    }
}
