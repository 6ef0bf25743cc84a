using System.Text;

namespace Mochi.BeamFile.Buffers;

/// <summary>Strict UTF-8.</summary>
internal static class Utf8Text
{
    private const int ShortLength = 64;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text; <see langword="null"/> when the bytes are not valid UTF-8.</summary>
    public static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        return bytes.Length <= ShortLength && TryDecodeAscii(bytes) is { } text ? text
            : System.Text.Unicode.Utf8.IsValid(bytes) ? Strict.GetString(bytes)
            : null;
    }

    // Most names are short and ASCII: for them, a loop is faster than vector code and the loading of what it needs.
    private static string? TryDecodeAscii(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[ShortLength];
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] > 0x7F)
            {
                return null;
            }

            text[index] = (char)bytes[index];
        }

        return text[..bytes.Length].ToString();
    }
}
