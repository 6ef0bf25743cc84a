using System.Text;

namespace Mochi.BeamFile.Buffers;

/// <summary>Strict UTF-8.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text; <see langword="null"/> when the bytes are not valid UTF-8.</summary>
    public static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        return Strict.GetString(bytes);
    }
}
