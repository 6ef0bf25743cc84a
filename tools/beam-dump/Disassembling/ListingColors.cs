using System.Text;

namespace Mochi.BeamDump.Disassembling;

/// <summary>Colours the lines of a listing: functions, labels, comments; everything else stays plain.</summary>
internal static class ListingColors
{
    private const string Bold = "\e[1m";
    private const string Cyan = "\e[36m";
    private const string Green = "\e[32m";
    private const string Plain = "\e[0m";

    /// <summary>The listing with colours.</summary>
    public static string Apply(string listing)
    {
        var text = new StringBuilder(listing.Length + (listing.Length / 8));
        var start = 0;
        while (start < listing.Length)
        {
            var end = listing.IndexOf('\n', start);
            end = end < 0 ? listing.Length : end;
            var line = listing.AsSpan(start, end - start);
            var color = ColorOf(line);
            text.Append(color).Append(line).Append(color.Length == 0 ? "" : Plain).Append('\n');
            start = end + 1;
        }

        return text.ToString();
    }

    private static string ColorOf(ReadOnlySpan<char> line)
    {
        var content = line.TrimStart(' ');
        return content switch
        {
            ['%' or ';', ..] => Green,
            [.., ':'] => Cyan,
            _ when content.StartsWith("{label,", StringComparison.Ordinal) => Cyan,
            _ when line.StartsWith("function ", StringComparison.Ordinal)
                || line.StartsWith("export function ", StringComparison.Ordinal)
                || line.StartsWith("{function,", StringComparison.Ordinal) => Bold,
            _ => "",
        };
    }
}
