using System.Text;

namespace Mochi.BeamDump.Dumping;

/// <summary>Shows bytes as text as far as they are.</summary>
internal static class ByteText
{
    private const int Longest = 60;

    /// <summary>The visible ASCII characters among the first bytes in quotes, dots for the others.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        for (var index = 0; index < bytes.Length && index < Longest; index++)
        {
            text.Append(bytes[index] is >= 32 and < 127 ? (char)bytes[index] : '.');
        }

        return text.Append(bytes.Length > Longest ? "\" ..." : "\"").ToString();
    }

    /// <summary>The text, or its beginning when it is long.</summary>
    public static string Short(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), " ...");
}
