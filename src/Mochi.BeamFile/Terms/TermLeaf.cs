using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Terms;

/// <summary>The text of terms that are printed in one piece.</summary>
internal static class TermLeaf
{
    /// <summary>
    /// The term's text, or <see langword="null"/> when it is printed part by part. Bitstrings that are no strings are in
    /// one piece too, though <c>~p</c> may break them. Of an integer, digits after the longest length may be missing.
    /// </summary>
    public static string? TryText(Term term, TermPrintOptions options, int longest = int.MaxValue)
    {
        switch (term)
        {
            case AtomTerm atom:
                return TermText.Atom(atom.Name, options.Unicode);
            case IntegerTerm integer:
                return IntegerText.Of(integer.Value, longest);
            case FloatTerm number:
                return TermText.Float(number.Value);
            case NilTerm:
                return "[]";
            case BitstringTerm bitstring:
                return StringText(bitstring, options) ?? Bits(bitstring);
            case ListTerm list:
                return StringText(list, options);
            case TupleTerm { Arity: 0 }:
                return "{}";
            case MapTerm { Pairs.IsEmpty: true }:
                return "#{}";
            case TupleTerm or MapTerm or NativeRecordTerm:
                return null;
            default:
                return IdentityText(term, options);
        }
    }

    /// <summary>What stands before the brace of a native record.</summary>
    public static string RecordHead(NativeRecordTerm record, TermPrintOptions options) =>
        $"#{TermText.Atom(record.Module, options.Unicode)}:{TermText.Atom(record.Name, options.Unicode)}";

    /// <summary>
    /// The list's or the binary's text when <c>~p</c> prints it as a string; else <see langword="null"/>.
    /// </summary>
    public static string? StringText(Term term, TermPrintOptions options) => !options.Strings ? null : term switch
    {
        ListTerm list => ListText(list, options),
        BitstringTerm { IsBinary: true, Bytes.IsEmpty: false } binary => BinaryText(binary, options),
        _ => null,
    };

    private static string Bits(BitstringTerm bitstring)
    {
        var builder = new StringBuilder("<<");
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

        return builder.Append(">>").ToString();
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
                || !TermText.IsPrintable((int)value, options.UnicodeRange && options.Unicode))
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
        if (options.Unicode)
        {
            if (Utf8Text.TryDecode(bytes) is { } text)
            {
                return UnicodeText(text, bytes.Length, options);
            }

            if (options.Release >= OtpRelease.Otp28 && HasUnprintableBeforeDamage(bytes, options))
            {
                return null;
            }
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

    private static string? UnicodeText(string text, int byteLength, TermPrintOptions options)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!TermText.IsPrintable(rune.Value, options.UnicodeRange))
            {
                return null;
            }
        }

        var end = text.Length == byteLength ? ">>" : "/utf8>>";
        return "<<" + TermText.Quoted(text, '"', options.Unicode) + end;
    }

    private static bool HasUnprintableBeforeDamage(ReadOnlySpan<byte> bytes, TermPrintOptions options)
    {
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            if (!TermText.IsPrintable(rune.Value, options.UnicodeRange))
            {
                return true;
            }

            bytes = bytes[length..];
        }

        return false;
    }

    private static string IdentityText(Term term, TermPrintOptions options) => term switch
    {
        ExternalFunTerm fun => $"fun {FunName(fun.Module, options)}:{FunName(fun.Function, options)}/{fun.Arity}",
        LocalFunTerm fun => $"#Fun<{FunName(fun.Module, options)}.{fun.OldIndex}.{fun.OldUnique}>",
        PidTerm pid => $"<0.{pid.Id}.{pid.Serial}>",
        PortTerm port => $"#Port<0.{port.Id}>",
        ReferenceTerm reference => $"#Ref<0.{string.Join('.', reference.Ids.Reverse())}>",
        _ => string.Empty,
    };

    private static string FunName(string name, TermPrintOptions options) =>
        options.EmulatorFunNames ? TermText.EmulatorAtom(name) : TermText.Atom(name, options.Unicode);
}
