using System.Globalization;
using System.Text;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>The smallest parts of C# source.</summary>
internal static class CSharpText
{
    private const int BytesPerLine = 75;

    /// <summary>A string literal; what is not ASCII is escaped, so that the encoding of the source does not matter.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(character);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case >= ' ' and <= '~':
                    quoted.Append(character);
                    break;
                default:
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>An array of bytes: hexadecimal when short, else base 64 in lines.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= BytesPerLine / 2)
        {
            return $"Convert.FromHexString(\"{Convert.ToHexStringLower(bytes)}\")";
        }

        var text = new StringBuilder("Convert.FromBase64String(\"\"\"\n");
        for (var index = 0; index < bytes.Length; index += BytesPerLine)
        {
            var line = bytes[index..Math.Min(bytes.Length, index + BytesPerLine)];
            text.Append("            ").Append(Convert.ToBase64String(line)).Append('\n');
        }

        return text.Append("            \"\"\")").ToString();
    }

    /// <summary>A name in C# made of any text: words begin with capitals, other characters are left out.</summary>
    public static string Identifier(string text)
    {
        var name = new StringBuilder();
        var isStart = true;
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(isStart ? char.ToUpperInvariant(character) : character);
            }

            isStart = !char.IsAsciiLetterOrDigit(character);
        }

        return name.ToString();
    }
}
