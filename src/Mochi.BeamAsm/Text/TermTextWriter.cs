using System.Globalization;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes terms as Erlang text on one line. Works without recursion, so that terms of any depth can be written.
/// </summary>
/// <param name="text">Where the text goes.</param>
/// <param name="asciiOnly">Whether characters outside of ASCII are written as escapes.</param>
internal sealed class TermTextWriter(StringBuilder text, bool asciiOnly)
{
    // Terms are written, strings appended as they are.
    private readonly Stack<object> _pending = [];

    /// <summary>Writes one term.</summary>
    /// <returns>
    /// <see langword="null"/>, or the part that Erlang has no text for: a pid, port, reference, local fun or native record.
    /// </returns>
    public Term? Write(Term term)
    {
        _pending.Clear();
        _pending.Push(term);
        while (_pending.TryPop(out var next))
        {
            if (next is string piece)
            {
                text.Append(piece);
            }
            else if (!WriteHead((Term)next))
            {
                return (Term)next;
            }
        }

        return null;
    }

    private bool WriteHead(Term term)
    {
        switch (term)
        {
            case AtomTerm atom:
                ErlangSyntax.AppendAtom(text, atom.Name, asciiOnly);
                return true;
            case IntegerTerm integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                return true;
            case FloatTerm number:
                ErlangSyntax.AppendFloat(text, number.Value);
                return true;
            case NilTerm:
                text.Append("[]");
                return true;
            case BitstringTerm bitstring:
                WriteBitstring(bitstring);
                return true;
            case ExternalFunTerm fun:
                text.Append("fun ");
                ErlangSyntax.AppendAtom(text, fun.Module, asciiOnly);
                text.Append(':');
                ErlangSyntax.AppendAtom(text, fun.Function, asciiOnly);
                text.Append('/').Append(fun.Arity.ToString(CultureInfo.InvariantCulture));
                return true;
            case TupleTerm tuple:
                text.Append('{');
                Push(tuple.Elements.AsSpan(), ["}"]);
                return true;
            case ListTerm list:
                WriteList(list);
                return true;
            case MapTerm map:
                WriteMap(map);
                return true;
            default:
                return false;
        }
    }

    private void WriteList(ListTerm list)
    {
        if (list.IsProper && TryGetText(list, out var content))
        {
            ErlangSyntax.AppendQuoted(text, content, '"', asciiOnly);
            return;
        }

        text.Append('[');
        Push(list.Elements.AsSpan(), list.IsProper ? ["]"] : ["|", list.Tail, "]"]);
    }

    private void WriteMap(MapTerm map)
    {
        text.Append("#{");
        _pending.Push("}");
        for (var index = map.Pairs.Length - 1; index >= 0; index--)
        {
            _pending.Push(map.Pairs[index].Value);
            _pending.Push(" => ");
            _pending.Push(map.Pairs[index].Key);
            if (index > 0)
            {
                _pending.Push(", ");
            }
        }
    }

    private void Push(ReadOnlySpan<Term> elements, ReadOnlySpan<object> end)
    {
        for (var index = end.Length - 1; index >= 0; index--)
        {
            _pending.Push(end[index]);
        }

        for (var index = elements.Length - 1; index >= 0; index--)
        {
            _pending.Push(elements[index]);
            if (index > 0)
            {
                _pending.Push(",");
            }
        }
    }

    private void WriteBitstring(BitstringTerm bitstring)
    {
        text.Append("<<");
        if (!bitstring.Bytes.IsEmpty)
        {
            if (bitstring.IsBinary && TryGetText(bitstring, out var content))
            {
                ErlangSyntax.AppendQuoted(text, content, '"', asciiOnly);
                text.Append(content.All(char.IsAscii) ? "" : "/utf8");
            }
            else
            {
                text.AppendJoin(',', bitstring.Bytes.Take(bitstring.Bytes.Length - 1));
                AppendLastByte(bitstring);
            }
        }

        text.Append(">>");
    }

    private void AppendLastByte(BitstringTerm bitstring)
    {
        text.Append(bitstring.Bytes.Length > 1 ? "," : "");
        var last = bitstring.Bytes[^1] >> (8 - bitstring.BitsInLastByte);
        text.Append(last.ToString(CultureInfo.InvariantCulture));
        if (!bitstring.IsBinary)
        {
            text.Append(':').Append(bitstring.BitsInLastByte.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool TryGetText(ListTerm list, out string content)
    {
        var characters = new StringBuilder(list.Elements.Length);
        foreach (var element in list.Elements)
        {
            if (element is not IntegerTerm integer || integer.Value < 0 || integer.Value > 0x7E
                || !IsTextCharacter((char)integer.Value))
            {
                content = "";
                return false;
            }

            characters.Append((char)integer.Value);
        }

        content = characters.ToString();
        return true;
    }

    private static bool TryGetText(BitstringTerm bitstring, out string content)
    {
        content = "";
        try
        {
            var decoded = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bitstring.Bytes.AsSpan());
            if (!decoded.All(IsTextCharacter))
            {
                return false;
            }

            content = decoded;
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsTextCharacter(char character) => character is >= ' ' and not '\x7F' or '\n' or '\r' or '\t';
}
