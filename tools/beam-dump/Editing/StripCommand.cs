using System.Collections.Immutable;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Editing;

/// <summary>Files without the chunks that they run without.</summary>
internal sealed class StripCommand : EditCommand
{
    private static readonly string[] KindNames =
    [
        "code", "lines", "types", "locals", "attributes", "compile-info", "debug-info", "documentation", "checker", "other",
    ];

    private static readonly ChunkKind[] Kinds =
    [
        ChunkKind.Code, ChunkKind.Lines, ChunkKind.Types, ChunkKind.Locals, ChunkKind.Attributes, ChunkKind.CompileInfo,
        ChunkKind.DebugInfo, ChunkKind.Documentation, ChunkKind.Checker, ChunkKind.Other,
    ];

    private StripSelection _selection = StripSelection.Default;
    private bool? _isCompressed;

    /// <inheritdoc/>
    public override string Name => "strip";

    /// <inheritdoc/>
    public override string Summary => "the file without debug information, documentation and the like, or without chunks of your choice";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--keep", "WHAT", "keep these chunks besides what loaders read; may be repeated"),
        new("--drop", "WHAT", "drop these chunks; without --keep all others stay; may be repeated"),
        new("--compress", null, "compress the new file with gzip, as beam_lib:strip does"),
        new("--decompress", null, "do not compress the new file; without either option it is compressed if the old one is"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "WHAT is the id of a chunk, such as Docs, or a kind of chunks: lines (Line), types (Type), locals (LocT), attributes (Attr),\n"
        + "compile-info (CInf), debug-info (Dbgi, Abst), documentation (Docs), checker (ExCk of Elixir), code (what the MD5 of the\n"
        + "module is made of), or other. An id counts more than a kind. Without --keep and --drop the chunks are those that\n"
        + "beam_lib:strip/1 keeps, in its order: code, lines and types. What a loader or the code needs is not dropped.\n\n"
        + AboutFiles;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "strip hello.beam -o small/hello.beam",
        "strip --drop debug-info --drop Docs hello.beam -o hello.beam",
        "strip --keep attributes --keep CInf --compress _build/prod/lib -o release/lib",
    ];

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        if (invocation.Has("--compress") && invocation.Has("--decompress"))
        {
            throw new UsageException("--compress and --decompress exclude each other", "choose one");
        }

        _isCompressed = invocation.Has("--compress") ? true : invocation.Has("--decompress") ? false : null;
        var (keep, keepKinds) = Chunks("--keep", invocation);
        var (drop, dropKinds) = Chunks("--drop", invocation);
        _selection = new StripSelection { Keep = keep, KeepKinds = keepKinds, Drop = drop, DropKinds = dropKinds };
    }

    /// <inheritdoc/>
    protected override EditedFile Edit(byte[] file, bool isOneOfMany)
    {
        var container = BeamContainer.Read(file);
        var stripped = Stripped(ChunkFile.Of(container));
        return new EditedFile(
            (stripped with { IsCompressed = _isCompressed ?? stripped.IsCompressed }).Write(), container.Diagnostics);
    }

    private ChunkFile Stripped(ChunkFile file)
    {
        try
        {
            return ChunkStripping.Strip(file, _selection);
        }
        catch (DiagnosticException exception) when (exception.Diagnostic.Code == BeamFileCodes.BadIndex && !_selection.Drop.IsEmpty)
        {
            throw new DiagnosticException(
                exception.Diagnostic with { Hint = "the code needs a chunk that would be dropped, or the file is damaged" },
                exception);
        }
    }

    private static (ImmutableArray<string> Ids, ImmutableArray<ChunkKind> Kinds) Chunks(string option, Invocation invocation)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        var kinds = ImmutableArray.CreateBuilder<ChunkKind>();
        foreach (var value in invocation.Values(option))
        {
            if (Array.IndexOf(KindNames, value) is >= 0 and var index)
            {
                kinds.Add(Kinds[index]);
            }
            else if (value.Length == 4)
            {
                ids.Add(value);
            }
            else
            {
                throw new UsageException(
                    $"{option} takes the id of a chunk (four characters) or a kind, not '{value}'",
                    $"the kinds are {string.Join(", ", KindNames)}");
            }
        }

        return (ids.ToImmutable(), kinds.ToImmutable());
    }
}
