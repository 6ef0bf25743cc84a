using System.Text;

namespace Mochi.CommandLine;

/// <summary>A line of a source text and the line of carets under it.</summary>
/// <param name="Line">The source line, safe to show: control characters and broken UTF-8 replaced, cut when very long.</param>
/// <param name="Carets">Blanks up to the place, then a caret, then tildes for the rest of what is meant.</param>
internal readonly record struct SourceExcerpt(string Line, string Carets)
{
    private const int WindowBefore = 90;
    private const int WindowWidth = 160;

    /// <summary>Cuts the line out of a text.</summary>
    /// <param name="source">The text's bytes.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column in code points, from 1.</param>
    /// <param name="length">How many code points are meant.</param>
    /// <returns><see langword="null"/> when the text has no such line.</returns>
    public static SourceExcerpt? Find(ReadOnlySpan<byte> source, int line, int column, int length)
    {
        for (var current = 1; current < line; current++)
        {
            var end = source.IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            source = source[(end + 1)..];
        }

        var stop = source.IndexOf((byte)'\n');
        var bytes = stop < 0 ? source : source[..stop];
        return Create(Decode(bytes.TrimEnd((byte)'\r')), Math.Max(column, 1) - 1, Math.Max(length, 1));
    }

    private static List<Rune> Decode(ReadOnlySpan<byte> bytes)
    {
        var runes = new List<Rune>(bytes.Length);
        while (!bytes.IsEmpty)
        {
            Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            var isControl = rune.Value is < 0x20 or (>= 0x7F and < 0xA0) && rune.Value != '\t';
            runes.Add(isControl ? Rune.ReplacementChar : rune);
            bytes = bytes[consumed..];
        }

        return runes;
    }

    private static SourceExcerpt Create(List<Rune> runes, int column, int length)
    {
        var first = runes.Count > WindowWidth ? Math.Max(0, Math.Min(column, runes.Count) - WindowBefore) : 0;
        var last = Math.Min(runes.Count, first + WindowWidth);
        var line = new StringBuilder(first > 0 ? "..." : "");
        var carets = new StringBuilder(first > 0 ? "   " : "");
        for (var index = first; index < last; index++)
        {
            line.Append(runes[index].ToString());
            if (index < column)
            {
                carets.Append(runes[index].Value == '\t' ? '\t' : ' ', DisplayWidth.Of(runes[index]));
            }
            else if (index < column + length)
            {
                carets.Append(index == column ? '^' : '~');
                carets.Append('~', Math.Max(0, DisplayWidth.Of(runes[index]) - 1));
            }
        }

        // The place may be the end of the line.
        if (column >= last)
        {
            carets.Append('^');
        }

        line.Append(last < runes.Count ? "..." : "");
        return new SourceExcerpt(line.ToString(), carets.ToString());
    }
}
