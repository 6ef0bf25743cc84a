using System.Globalization;
using System.Text;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Terms;

/// <summary>Prints terms as <c>io_lib</c> does; terms of any depth, without recursion.</summary>
public static class TermPrinter
{
    /// <summary>The text of a term as Erlang source on one line.</summary>
    /// <param name="term">The term.</param>
    /// <param name="longest">The length after which the text ends in <c>...</c>; no limit by default.</param>
    public static string Print(Term term, int longest = int.MaxValue) => Print(term, TermPrintOptions.Source, longest);

    /// <summary>The text of a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="options">How.</param>
    /// <param name="longest">The length after which the text ends in <c>...</c>; no limit by default.</param>
    public static string Print(Term term, TermPrintOptions options, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(term);
        var builder = new StringBuilder();
        Append(builder, term, options, longest);
        return builder.ToString();
    }

    /// <summary>The text of an atom, with quotes where it needs them.</summary>
    public static string Atom(string name) => TermText.Atom(name);

    /// <summary>A text between quotes, with escapes where it needs them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quote">The quote: <c>"</c> for strings, <c>'</c> for atoms.</param>
    public static string Quote(string text, char quote) => TermText.Quoted(text, quote, unicode: true);

    private static void Append(StringBuilder builder, Term term, TermPrintOptions options, int longest)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pending = new Stack<(Term? Term, string? Text)>();
        pending.Push((term, null));
        while (pending.TryPop(out var next))
        {
            if (next.Text is not null)
            {
                builder.Append(next.Text);
            }
            else if (!AppendLeaf(builder, next.Term!, options))
            {
                Open(pending, next.Term!, options);
            }

            if (builder.Length > longest)
            {
                builder.Length = longest;
                builder.Append("...");
                return;
            }
        }
    }

    /// <summary>
    /// The list's or the binary's text when <c>~p</c> prints it as a string; else <see langword="null"/>.
    /// </summary>
    internal static string? StringText(Term term, TermPrintOptions options) => !options.Strings ? null : term switch
    {
        ListTerm list => ListText(list, options),
        BitstringTerm { IsBinary: true, Bytes.IsEmpty: false } binary => BinaryText(binary, options),
        _ => null,
    };

    /// <summary>Appends a term that has no parts to be printed; false when it has.</summary>
    private static bool AppendLeaf(StringBuilder builder, Term term, TermPrintOptions options)
    {
        if (StringText(term, options) is { } text)
        {
            builder.Append(text);
            return true;
        }

        switch (term)
        {
            case AtomTerm atom:
                builder.Append(TermText.Atom(atom.Name, options.Unicode));
                return true;
            case IntegerTerm integer:
                builder.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                return true;
            case FloatTerm number:
                builder.Append(TermText.Float(number.Value));
                return true;
            case NilTerm:
                builder.Append("[]");
                return true;
            case BitstringTerm bitstring:
                AppendBits(builder, bitstring);
                return true;
            case ListTerm or TupleTerm or MapTerm or NativeRecordTerm:
                return false;
            default:
                builder.Append(IdentityText(term, options.Unicode));
                return true;
        }
    }

    private static void Open(Stack<(Term?, string?)> pending, Term term, TermPrintOptions options)
    {
        switch (term)
        {
            case TupleTerm tuple:
                PushSequence(pending, "{", tuple.Elements.AsSpan(), "}");
                break;
            case ListTerm { IsProper: true } list:
                PushSequence(pending, "[", list.Elements.AsSpan(), "]");
                break;
            case ListTerm list:
                pending.Push((null, "]"));
                pending.Push((list.Tail, null));
                PushSequence(pending, "[", list.Elements.AsSpan(), "|");
                break;
            case MapTerm map:
                PushMap(pending, map, options);
                break;
            case NativeRecordTerm record:
                PushRecord(pending, record, options);
                break;
            default:
                break;
        }
    }

    private static void PushSequence(
        Stack<(Term?, string?)> pending, string open, ReadOnlySpan<Term> items, string close)
    {
        pending.Push((null, close));
        for (var index = items.Length - 1; index >= 0; index--)
        {
            pending.Push((items[index], null));
            if (index > 0)
            {
                pending.Push((null, ","));
            }
        }

        pending.Push((null, open));
    }

    private static void PushMap(Stack<(Term?, string?)> pending, MapTerm map, TermPrintOptions options)
    {
        var pairs = options.OrderedMaps ? TermComparer.Sorted(map) : map.Pairs;
        pending.Push((null, "}"));
        for (var index = pairs.Length - 1; index >= 0; index--)
        {
            pending.Push((pairs[index].Value, null));
            pending.Push((null, " => "));
            pending.Push((pairs[index].Key, null));
            if (index > 0)
            {
                pending.Push((null, ","));
            }
        }

        pending.Push((null, "#{"));
    }

    private static void PushRecord(Stack<(Term?, string?)> pending, NativeRecordTerm record, TermPrintOptions options)
    {
        pending.Push((null, "}"));
        for (var index = record.Fields.Length - 1; index >= 0; index--)
        {
            var (field, value) = record.Fields[index];
            pending.Push((value, null));
            pending.Push((null, (index > 0 ? "," : string.Empty) + TermText.Atom(field, options.Unicode) + " = "));
        }

        pending.Push((
            null, $"#{TermText.Atom(record.Module, options.Unicode)}:{TermText.Atom(record.Name, options.Unicode)}{{"));
    }

    private static void AppendBits(StringBuilder builder, BitstringTerm bitstring)
    {
        builder.Append("<<");
        for (var index = 0; index < bitstring.Bytes.Length; index++)
        {
            builder.Append(index > 0 ? "," : string.Empty);
            if (index == bitstring.Bytes.Length - 1 && !bitstring.IsBinary)
            {
                builder.Append(bitstring.Bytes[index] >> (8 - bitstring.BitsInLastByte)).Append(':')
                    .Append(bitstring.BitsInLastByte);
            }
            else
            {
                builder.Append(bitstring.Bytes[index]);
            }
        }

        builder.Append(">>");
    }

    private static string? ListText(ListTerm list, TermPrintOptions options)
    {
        if (!list.IsProper)
        {
            return null;
        }

        foreach (var element in list.Elements)
        {
            if (element is not IntegerTerm { Value: var value } || value < 0 || value > 0x10FFFF
                || !TermText.IsPrintable((int)value, options.UnicodeRange))
            {
                return null;
            }
        }

        var builder = new StringBuilder(list.Elements.Length + 2).Append('"');
        foreach (var element in list.Elements)
        {
            TermText.AppendCharacter(builder, (int)((IntegerTerm)element).Value, '"', options.Unicode);
        }

        return builder.Append('"').ToString();
    }

    private static string? BinaryText(BitstringTerm binary, TermPrintOptions options)
    {
        var bytes = binary.Bytes.AsSpan();
        if (options.Unicode && Utf8Text.TryDecode(bytes) is { } text)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (!TermText.IsPrintable(rune.Value, options.UnicodeRange))
                {
                    return null;
                }
            }

            var end = text.Length == bytes.Length ? ">>" : "/utf8>>";
            return "<<" + TermText.Quoted(text, '"', options.Unicode) + end;
        }

        foreach (var value in bytes)
        {
            if (!TermText.IsPrintable(value, unicode: false))
            {
                return null;
            }
        }

        return "<<" + TermText.Quoted(Encoding.Latin1.GetString(bytes), '"', options.Unicode) + ">>";
    }

    private static string IdentityText(Term term, bool unicode) => term switch
    {
        ExternalFunTerm fun =>
            $"fun {TermText.Atom(fun.Module, unicode)}:{TermText.Atom(fun.Function, unicode)}/{fun.Arity}",
        LocalFunTerm fun => $"#Fun<{TermText.Atom(fun.Module, unicode)}.{fun.OldIndex}.{fun.OldUnique}>",
        PidTerm pid => $"<0.{pid.Id}.{pid.Serial}>",
        PortTerm port => $"#Port<0.{port.Id}>",
        ReferenceTerm reference => $"#Ref<0.{string.Join('.', reference.Ids.Reverse())}>",
        _ => string.Empty,
    };
}
