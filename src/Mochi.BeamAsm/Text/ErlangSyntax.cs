using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Mochi.BeamAsm.Text;

/// <summary>The spelling of atoms, strings and numbers in Erlang text.</summary>
internal static class ErlangSyntax
{
    private static readonly FrozenSet<string> ReservedWords = new[]
    {
        "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case", "catch", "cond", "div",
        "else", "end", "fun", "if", "let", "maybe", "not", "of", "or", "orelse", "receive", "rem", "try", "when", "xor",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an atom can stand without quotes, for every OTP release.</summary>
    public static bool IsBareAtom(string name) =>
        name.Length > 0 && name[0] is >= 'a' and <= 'z' && name.All(IsNameCharacter) && !ReservedWords.Contains(name);

    /// <summary>Whether a character can stand in a name after its first character.</summary>
    public static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '@';

    /// <summary>Writes an atom, quoted where it must be.</summary>
    public static void AppendAtom(StringBuilder text, string name, bool asciiOnly)
    {
        if (IsBareAtom(name))
        {
            text.Append(name);
        }
        else
        {
            AppendQuoted(text, name, '\'', asciiOnly);
        }
    }

    /// <summary>Writes text between quotes; what cannot be seen is written as an escape.</summary>
    public static void AppendQuoted(StringBuilder text, string content, char quote, bool asciiOnly)
    {
        text.Append(quote);
        for (var index = 0; index < content.Length; index++)
        {
            var isPair = char.IsSurrogatePair(content, index);
            AppendCharacter(text, isPair ? char.ConvertToUtf32(content, index) : content[index], quote, asciiOnly);
            index += isPair ? 1 : 0;
        }

        text.Append(quote);
    }

    /// <summary>Writes a float so that Erlang reads the same bits back.</summary>
    public static void AppendFloat(StringBuilder text, double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = digits.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? digits : digits[..exponent];
        text.Append(mantissa);
        if (!mantissa.Contains('.', StringComparison.Ordinal))
        {
            text.Append(".0");
        }

        if (exponent >= 0)
        {
            text.Append('e').Append(digits.AsSpan(exponent + 1).TrimStart('+'));
        }
    }

    private static void AppendCharacter(StringBuilder text, int codePoint, char quote, bool asciiOnly)
    {
        switch (codePoint)
        {
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '\\':
                text.Append("\\\\");
                break;
            case var _ when codePoint == quote:
                text.Append('\\').Append(quote);
                break;
            case >= 0x20 and < 0x7F:
                text.Append((char)codePoint);
                break;
            case var _ when !asciiOnly && Rune.IsValid(codePoint) && IsVisible(new Rune(codePoint)):
                text.Append(new Rune(codePoint).ToString());
                break;
            default:
                text.Append("\\x{").Append(codePoint.ToString("X", CultureInfo.InvariantCulture)).Append('}');
                break;
        }
    }

    private static bool IsVisible(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
}
