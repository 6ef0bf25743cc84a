using System.Text;
using Mochi.BeamDump.Commands;

namespace Mochi.BeamDump.Views;

/// <summary>Where the chunks are.</summary>
internal sealed class ChunksView : TableCommand
{
    /// <inheritdoc/>
    public override string Name => "chunks";

    /// <inheritdoc/>
    public override string Summary => "chunks with their offset and size";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "chunks": [{"id", "offset", "size"}]    the offset is that of the data
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["chunks hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        text.Append("  chunk      offset      size\n");
        foreach (var chunk in input.Chunks.Container.Chunks)
        {
            text.Append("  ").Append(chunk.Id).AppendRight(chunk.DataOffset, 13).AppendRight(chunk.Data.Length, 10).Append('\n');
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["id", "offset", "size"];

    /// <inheritdoc/>
    protected override string Items => "chunks";

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows(BeamInput input)
    {
        foreach (var chunk in input.Chunks.Container.Chunks)
        {
            yield return [chunk.Id, chunk.DataOffset, chunk.Data.Length];
        }
    }
}
