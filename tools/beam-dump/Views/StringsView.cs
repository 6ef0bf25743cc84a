using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;

namespace Mochi.BeamDump.Views;

/// <summary>The string table, sixteen bytes a line, with what is printable beside it.</summary>
internal sealed class StringsView : ViewCommand
{
    private const int BytesALine = 16;

    /// <inheritdoc/>
    public override string Name => "strings";

    /// <inheritdoc/>
    public override string Summary => "the string table";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "strings": hexadecimal
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["strings hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var bytes = input.Chunks.Strings.Span;
        for (var start = 0; start < bytes.Length; start += BytesALine)
        {
            var line = bytes[start..Math.Min(bytes.Length, start + BytesALine)];
            text.Append(CultureInfo.InvariantCulture, $"  {start,6}  ");
            for (var index = 0; index < BytesALine; index++)
            {
                text.Append(index < line.Length ? line[index].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(' ');
            }

            text.Append(' ');
            foreach (var value in line)
            {
                text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
            }

            text.Append('\n');
        }
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input) =>
        json.WriteString("strings", Convert.ToHexStringLower(input.Chunks.Strings.Span));
}
