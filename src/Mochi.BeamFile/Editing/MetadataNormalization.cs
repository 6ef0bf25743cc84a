using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Gives the chunks that only tools read their normal form: map keys in order, compressed where that is shorter, without
/// traces of the build.
/// </summary>
internal static class MetadataNormalization
{
    /// <summary>Normalises a chunk; one that cannot be read or has no model stays as it is.</summary>
    public static RawChunk Normalize(RawChunk chunk, bool keepsTraces, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (!MetadataChunk.IsKnown(chunk.Id))
        {
            return chunk;
        }

        MetadataChunk metadata;
        try
        {
            metadata = MetadataChunk.Read(chunk.Id, chunk.Data);
        }
        catch (DiagnosticException)
        {
            diagnostics.Add(ModuleNormalization.Left(chunk.Id, "cannot be read"));
            return chunk;
        }

        if (metadata is EncryptedDebugInfo or AbstractCode { Cipher: not null })
        {
            diagnostics.Add(ModuleNormalization.Left(chunk.Id, "is encrypted"));
            return chunk;
        }

        return new RawChunk(chunk.Id, (keepsTraces ? metadata : WithoutTraces(metadata)).EncodeCanonically());
    }

    private static MetadataChunk WithoutTraces(MetadataChunk metadata) => metadata switch
    {
        ErlangDebugInfo erlang => erlang with
        {
            Forms = erlang.Forms is { } forms ? TraceRemoval.Forms(forms) : null,
            Options = TraceRemoval.Options(erlang.Options),
        },
        ElixirDebugInfo { Module: { } module } elixir => elixir with { Module = WithoutFolder(module) },
        AbstractCode { Code: { } code, Form: AbstractCode.RawForm } => new AbstractCode(TraceRemoval.Forms(code)),
        ModuleDocumentation documentation => WithoutTraces(documentation),
        _ => metadata,
    };

    // The source is named twice: from the root, and from the folder of the build.
    private static MapTerm WithoutFolder(MapTerm module)
    {
        if (module[Term.Atom("file")] is not { } file)
        {
            return module;
        }

        var name = module[Term.Atom("relative_file")] ?? TraceRemoval.FileName(file);
        return new MapTerm(
        [
            .. module.Pairs.Select(pair => pair.Key == Term.Atom("file") ? KeyValuePair.Create(pair.Key, name) : pair),
        ]);
    }

    private static ModuleDocumentation WithoutTraces(ModuleDocumentation documentation)
    {
        var entries = ImmutableArray.CreateBuilder<DocumentationEntry>(documentation.Entries.Length);
        foreach (var entry in documentation.Entries)
        {
            entries.Add(entry with
            {
                Annotation = TraceRemoval.Annotation(entry.Annotation),
                Metadata = TraceRemoval.Annotation(entry.Metadata),
            });
        }

        return documentation with
        {
            Annotation = TraceRemoval.Annotation(documentation.Annotation),
            Metadata = TraceRemoval.Annotation(TraceRemoval.Without(documentation.Metadata, "source_path")),
            Entries = entries.MoveToImmutable(),
        };
    }
}
