using System.Globalization;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>The text of the smallest parts of Erlang syntax: atoms, characters, floats.</summary>
public static class TermText
{
    private static readonly HashSet<string> ReservedWords =
    [
        "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case", "catch", "cond", "div",
        "else", "end", "fun", "if", "let", "maybe", "not", "of", "or", "orelse", "receive", "rem", "try", "when", "xor",
    ];

    /// <summary>An atom as it is written in source, in quotes when it needs them.</summary>
    /// <param name="name">The atom's text.</param>
    /// <param name="unicode">Whether characters beyond Latin-1 are written as they are.</param>
    public static string Atom(string name, bool unicode = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NeedsQuotes(name) ? Quoted(name, '\'', unicode) : name;
    }

    /// <summary>Whether an atom must be written in quotes.</summary>
    public static bool NeedsQuotes(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == 0 || !IsLowerCase(name[0]) || !HasNameCharactersOnly(name) || ReservedWords.Contains(name);
    }

    /// <summary>Whether a name without quotes is a word of the language and no atom.</summary>
    internal static bool IsReserved(string name) => ReservedWords.Contains(name);

    /// <summary>Text in quotes, with escapes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quote">The quote character.</param>
    /// <param name="unicode">Whether characters beyond Latin-1 are written as they are.</param>
    public static string Quoted(string text, char quote, bool unicode)
    {
        ArgumentNullException.ThrowIfNull(text);
        var builder = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            AppendCharacter(builder, rune.Value, quote, unicode);
        }

        return builder.Append(quote).ToString();
    }

    /// <summary>
    /// A float with the fewest digits that read back as the same number, in decimal notation or with an exponent,
    /// whichever is shorter; from 2^53 on always with an exponent.
    /// </summary>
    public static string Float(double value)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        var (digits, point) = Digits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : string.Empty) + Place(digits, point, Math.Abs(value) >= 1L << 53);
    }

    /// <summary>
    /// An atom as the machine itself writes it in the text of a fun: the bytes of its UTF-8, one Latin-1 character each.
    /// </summary>
    internal static string EmulatorAtom(string name)
    {
        var isPlain = name.Length > 0 && IsLowerCase(name[0]) && HasNameCharactersOnly(name);
        var builder = new StringBuilder(isPlain ? "" : "'");
        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\'' or '\\':
                    builder.Append('\\').Append((char)rune.Value);
                    break;
                case 27 or (>= 128 and < 160):
                    AppendOctal(builder, rune.Value);
                    break;
                case < 32:
                    AppendControl(builder, rune.Value);
                    break;
                default:
                    foreach (var value in encoded[..rune.EncodeToUtf8(encoded)])
                    {
                        builder.Append((char)value);
                    }

                    break;
            }
        }

        return builder.Append(isPlain ? "" : "'").ToString();
    }

    internal static void AppendCharacter(StringBuilder builder, int character, char quote, bool unicode)
    {
        switch (character)
        {
            case var _ when character == quote:
                builder.Append('\\').Append(quote);
                break;
            case '\\':
                builder.Append("\\\\");
                break;
            case (>= ' ' and <= '~') or (>= 160 and <= 255):
                builder.Append((char)character);
                break;
            case > 255 when unicode:
                builder.Append(char.ConvertFromUtf32(character));
                break;
            case > 255:
                builder.Append(CultureInfo.InvariantCulture, $"\\x{{{character:X}}}");
                break;
            default:
                AppendControl(builder, character);
                break;
        }
    }

    /// <summary>Whether <c>~p</c> prints this character in a string.</summary>
    /// <param name="character">The code point.</param>
    /// <param name="unicode">Whether characters beyond Latin-1 count as printable.</param>
    internal static bool IsPrintable(int character, bool unicode) =>
        character is (>= 32 and <= 126) or (>= 160 and <= 255) or (>= 8 and <= 13) or 27
        || (unicode && character is (> 255 and < 0xD800) or (> 0xDFFF and < 0xFFFE) or (> 0xFFFF and <= 0x10FFFF));

    private static void AppendControl(StringBuilder builder, int character)
    {
        var letter = character switch
        {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\v' => 'v',
            '\b' => 'b',
            '\f' => 'f',
            27 => 'e',
            127 => 'd',
            _ => '\0',
        };
        if (letter != '\0')
        {
            builder.Append('\\').Append(letter);
        }
        else
        {
            AppendOctal(builder, character);
        }
    }

    private static void AppendOctal(StringBuilder builder, int character) => builder.Append('\\')
        .Append((char)('0' + (character >> 6))).Append((char)('0' + ((character >> 3) & 7)))
        .Append((char)('0' + (character & 7)));

    internal static bool IsLowerCase(char character) =>
        character is (>= 'a' and <= 'z') or (>= '\u00DF' and <= '\u00FF' and not '\u00F7');

    internal static bool IsNameCharacter(char character) =>
        IsLowerCase(character) || character is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '@'
            or (>= '\u00C0' and <= '\u00DE' and not '\u00D7');

    private static bool HasNameCharactersOnly(string name)
    {
        foreach (var character in name)
        {
            if (!IsNameCharacter(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The digits and where the point stands before them: the value is 0.DIGITS times ten to that power.
    /// </summary>
    private static (string Digits, int Point) Digits(string shortest)
    {
        var exponent = 0;
        var mantissa = shortest;
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(
                shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = shortest[..mark];
        }

        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = dot < 0 ? mantissa : whole + mantissa[(dot + 1)..];
        var digits = all.TrimStart('0');
        var point = whole.Length + exponent - (all.Length - digits.Length);
        return (digits.TrimEnd('0'), point);
    }

    private static string Place(string digits, int point, bool isLarge)
    {
        if (point > 0 && point < digits.Length && !isLarge)
        {
            return digits[..point] + "." + digits[point..];
        }

        if (point == 0)
        {
            return "0." + digits;
        }

        var exponent = (point - 1).ToString(CultureInfo.InvariantCulture);
        var exponentCost = exponent.Length + 1 + (digits.Length == 1 ? 2 : 1);
        if (point < 0 && 2 - point <= exponentCost)
        {
            return "0." + new string('0', -point) + digits;
        }

        if (point > 0 && !isLarge && point - digits.Length + 2 <= exponentCost)
        {
            return digits + new string('0', point - digits.Length) + ".0";
        }

        return digits[..1] + "." + (digits.Length == 1 ? "0" : digits[1..]) + "e" + exponent;
    }
}
