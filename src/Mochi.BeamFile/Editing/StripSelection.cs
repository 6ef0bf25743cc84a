using System.Collections.Immutable;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Which chunks stay when a file is stripped. <see cref="Default"/> is what <c>beam_lib:strip/1</c> keeps: the module, its
/// lines and its types. Without anything to keep but with something to drop, all other chunks stay.
/// </summary>
public sealed record StripSelection
{
    /// <summary>What <c>beam_lib:strip/1</c> keeps: the chunks of the module's MD5, <c>Line</c> and <c>Type</c>.</summary>
    public static StripSelection Default { get; } = new();

    /// <summary>The ids of chunks that stay besides.</summary>
    public ImmutableArray<string> Keep { get; init; } = [];

    /// <summary>The kinds of chunks that stay besides.</summary>
    public ImmutableArray<ChunkKind> KeepKinds { get; init; } = [];

    /// <summary>The ids of chunks that go, whatever else is said.</summary>
    public ImmutableArray<string> Drop { get; init; } = [];

    /// <summary>The kinds of chunks that go, unless their ids are among <see cref="Keep"/>.</summary>
    public ImmutableArray<ChunkKind> DropKinds { get; init; } = [];

    /// <summary>Whether only what is to be dropped goes.</summary>
    public bool KeepsTheRest => Keep.IsEmpty && KeepKinds.IsEmpty && !(Drop.IsEmpty && DropKinds.IsEmpty);

    /// <summary>Whether the chunks of an id stay.</summary>
    public bool Keeps(string id)
    {
        if (Drop.Contains(id))
        {
            return false;
        }

        var kind = ChunkKinds.Of(id);
        return Keep.Contains(id)
            || (!DropKinds.Contains(kind)
                && (KeepsTheRest || KeepKinds.Contains(kind) || kind is ChunkKind.Code or ChunkKind.Lines or ChunkKind.Types));
    }
}
