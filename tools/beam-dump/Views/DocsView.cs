using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The documentation of a module (EEP-48).</summary>
internal sealed class DocsView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "docs";

    /// <inheritdoc/>
    public override string Summary => "the documentation of the module and of what is in it";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--hidden", null, "show what is hidden or has no documentation as well"),
        new("--name", "NAME", "only what is called NAME"),
    ];

    /// <inheritdoc/>
    public override string Json =>
        """
        "language", "format", "doc", "entries": [{"kind", "name", "arity", "signature", "doc", "hidden"}]
        a "doc" is null where there is none; "entries" is empty when the file has no documentation
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["docs lists.beam | less", "docs --name map lists.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        if (Read(input) is not { } docs)
        {
            text.Append("  no documentation\n");
            return;
        }

        if (Invocation.Value("--name") is null)
        {
            Append(text, docs.Text, "  ");
        }

        foreach (var entry in Chosen(docs))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {entry.Kind} {TermPrinter.Atom(entry.Name)}/{entry.Arity}\n");
            foreach (var line in Signature(entry))
            {
                text.Append("    ").Append(line.Replace("\n", "\n    ", StringComparison.Ordinal)).Append('\n');
            }

            Append(text, entry.Text, "      ");
        }
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var docs = Read(input);
        if (docs is not null)
        {
            json.WriteString("language", docs.Language);
            json.WriteString("format", Binary(docs.Format));
            json.WriteString("doc", docs.Text.Text);
        }

        json.WriteStartArray("entries");
        foreach (var entry in docs is null ? [] : Chosen(docs))
        {
            json.WriteStartObject();
            json.WriteString("kind", entry.Kind);
            json.WriteString("name", entry.Name);
            json.WriteNumber("arity", entry.Arity);
            json.WriteString("signature", string.Join('\n', Signature(entry)));
            json.WriteString("doc", entry.Text.Text);
            json.WriteBoolean("hidden", entry.Text.IsHidden);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ModuleDocumentation? Read(BeamInput input) =>
        input.Chunks.Container.Find(ChunkId.Documentation) is { } chunk ? ModuleDocumentation.Read(chunk.Data) : null;

    private List<DocumentationEntry> Chosen(ModuleDocumentation docs)
    {
        var chosen = new List<DocumentationEntry>();
        foreach (var entry in docs.Entries)
        {
            var isWanted = Invocation.Value("--name") is { } name
                ? entry.Name == name
                : Invocation.Has("--hidden") || entry.Text.Text is not null || entry.Text.Term is MapTerm { Pairs.IsEmpty: false };
            if (isWanted)
            {
                chosen.Add(entry);
            }
        }

        return chosen;
    }

    private static List<string> Signature(DocumentationEntry entry)
    {
        var lines = new List<string>();
        foreach (var part in entry.Signature is ListTerm { Elements: var elements } ? elements : [])
        {
            lines.Add(Binary(part));
        }

        return lines;
    }

    private static string Binary(Term term) =>
        term is BitstringTerm { IsBinary: true } bytes ? Encoding.UTF8.GetString(bytes.Bytes.AsSpan()) : TermPrinter.Print(term);

    private static void Append(StringBuilder text, DocumentationText documentation, string indent)
    {
        // What is in another format than text is shown as the term that it is.
        var words = documentation.IsHidden ? "(hidden)"
            : documentation.Text ?? (documentation.Term is AtomTerm ? "(no documentation)" : TermPrinter.Print(documentation.Term));
        foreach (var line in words.TrimEnd('\n').Split('\n'))
        {
            text.Append((indent + line).TrimEnd()).Append('\n');
        }
    }
}
