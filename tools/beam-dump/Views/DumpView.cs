using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamDump.Dumping;

namespace Mochi.BeamDump.Views;

/// <summary>Every byte of a file.</summary>
internal sealed class DumpView : TableCommand
{
    private const int BytesInLine = 12;

    /// <inheritdoc/>
    public override string Name => "dump";

    /// <inheritdoc/>
    public override string Summary => "every byte of a file: its offset, its value, its meaning";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Description =>
        """
        Nothing is left out: the ranges that are not in an inflated region follow each other from the first byte of the file
        to the last. What a compressed part holds follows that part, with offsets of its own, marked by a plus.
        """;

    /// <inheritdoc/>
    public override string Json =>
        """
        "ranges": [{"region", "offset", "size", "hex", "meaning"}]    region: "file", or what was inflated
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["dump hello.beam | less", "dump --format csv hello.beam | grep -c padding"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["region", "offset", "size", "hex", "meaning"];

    /// <inheritdoc/>
    protected override string Items => "ranges";

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        foreach (var range in FileMap.Of(input.Content, input.Chunks))
        {
            var mark = range.Region == "file" ? ' ' : '+';
            var bytes = range.Bytes.Span;
            for (var start = 0; start < bytes.Length; start += BytesInLine)
            {
                text.Append(CultureInfo.InvariantCulture, $" {mark}{range.Offset + start:x8} ");
                var end = Math.Min(bytes.Length, start + BytesInLine);
                for (var index = start; index < end; index++)
                {
                    text.Append(' ').Append("0123456789abcdef"[bytes[index] >> 4]).Append("0123456789abcdef"[bytes[index] & 15]);
                }

                if (start == 0)
                {
                    text.Append(' ', (3 * (BytesInLine - end)) + 2 + (2 * range.Depth)).Append(range.Meaning);
                }

                text.Append('\n');
            }
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var range in FileMap.Of(input.Content, input.Chunks))
        {
            yield return
            [
                range.Region, range.Offset, range.Bytes.Length, Convert.ToHexStringLower(range.Bytes.Span), range.Meaning,
            ];
        }
    }
}
