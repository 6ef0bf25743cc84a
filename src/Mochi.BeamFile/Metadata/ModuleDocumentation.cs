using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// The chunk <c>Docs</c>, as EEP-48 describes it:
/// <c>{docs_v1, Annotation, Language, Format, ModuleDoc, Metadata, Entries}</c>.
/// </summary>
/// <param name="Annotation">Where the module's documentation stands in the source.</param>
/// <param name="Language">The language that the module is written in: <c>erlang</c>, <c>elixir</c>.</param>
/// <param name="Format">The format of the texts as a binary: <c>&lt;&lt;"text/markdown"&gt;&gt;</c>.</param>
/// <param name="Text">What is said about the module.</param>
/// <param name="Metadata">A map, with keys such as <c>otp_doc_vsn</c> or <c>source_path</c>.</param>
/// <param name="Entries">What is said about its functions, types, callbacks and macros.</param>
public sealed record ModuleDocumentation(
    Term Annotation, string Language, Term Format, DocumentationText Text, Term Metadata,
    ImmutableArray<DocumentationEntry> Entries) : MetadataChunk
{
    private const string Version = "docs_v1";

    /// <inheritdoc/>
    public override string ChunkId => Container.ChunkId.Documentation;

    /// <summary>Decodes the chunk.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The chunk is damaged or has another form than this.</exception>
    public static ModuleDocumentation Read(ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        var stored = StoredTerm.Read(data, Container.ChunkId.Documentation, limits);
        if (stored.Term is not TupleTerm { Arity: > 0 } tuple || tuple[0] is not AtomTerm version)
        {
            throw Unexpected(Container.ChunkId.Documentation, "documentation is a tuple that begins with a tag");
        }

        if (version.Name != Version)
        {
            throw UnknownVersion(Container.ChunkId.Documentation, version.Name);
        }

        if (tuple.Arity != 7 || tuple[2] is not AtomTerm language || DocumentationText.TryRead(tuple[4]) is not { } text
            || Elements(tuple[6]) is not { IsDefault: false } list)
        {
            throw Unexpected(
                Container.ChunkId.Documentation, "documentation has a language, a text and a list of entries");
        }

        var entries = ImmutableArray.CreateBuilder<DocumentationEntry>(list.Length);
        foreach (var term in list)
        {
            entries.Add(DocumentationEntry.TryRead(term) ?? throw Unexpected(
                Container.ChunkId.Documentation,
                $"entry {entries.Count + 1} of the documentation does not say what it is about"));
        }

        return new ModuleDocumentation(tuple[1], language.Name, tuple[3], text, tuple[5], entries.MoveToImmutable())
        {
            IsCompressed = stored.IsCompressed,
        };
    }

    /// <summary>Compares the entries one by one.</summary>
    public bool Equals(ModuleDocumentation? other) => other is not null && IsCompressed == other.IsCompressed
        && Annotation == other.Annotation && Language == other.Language && Format == other.Format && Text == other.Text
        && Metadata == other.Metadata && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(Entries.Length, Language);

    private protected override Term ToTerm()
    {
        var entries = new Term[Entries.Length];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[index] = Entries[index].ToTerm();
        }

        return Term.Tuple(
            Term.Atom(Version), Annotation, Term.Atom(Language), Format, Text.Term, Metadata, Term.List(entries.AsSpan()));
    }
}
