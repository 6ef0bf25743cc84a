using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamDump.Sizes;
using Mochi.BeamDump.Views;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Html;

/// <summary>
/// What the page has about a module: one JSON object with a property for each section, compressed. A section that cannot
/// be read has the reason instead, under <c>error</c>.
/// </summary>
internal sealed class ModulePage
{
    // A literal may be a megabyte; what nobody will read to the end is not carried around.
    private const int LongestTerm = 20_000;

    private readonly List<Diagnostic> _problems = [];
    private readonly BeamInput _input;

    /// <summary>Collects it.</summary>
    /// <exception cref="DiagnosticException">The file does not even say what the module is called.</exception>
    public ModulePage(BeamInput input)
    {
        _input = input;
        Name = TermPrinter.Atom(input.Chunks.ModuleName);
        File = input.Name;
        Application = SizeTables.ApplicationOf(input.Name);
        Bytes = input.Chunks.Container.Data.Length;
        Data = Zlib.Compress(Write());
    }

    /// <summary>The module's name as Erlang source.</summary>
    public string Name { get; }

    /// <summary>The file's name for people.</summary>
    public string File { get; }

    /// <summary>The application that it belongs to.</summary>
    public string Application { get; }

    /// <summary>The size of the uncompressed file.</summary>
    public int Bytes { get; }

    /// <summary>The functions in the order of the file, as <see cref="CodeSection.NameOf"/> has them.</summary>
    public List<string> Functions { get; } = [];

    /// <summary>The JSON as a zlib stream.</summary>
    public byte[] Data { get; }

    /// <summary>What is wrong with parts of the file.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    private byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = Writer(buffer))
        {
            json.WriteStartObject();
            View(json, new ChunksView());
            Section(json, "info", WriteFacts);
            Section(json, "code", WriteCode);
            Section(json, "exports", into => WriteEntries(into, _input.Chunks.Exports));
            Section(json, "locals", into => WriteEntries(into, _input.Chunks.Locals));
            Section(json, "imports", WriteImports);
            Section(json, "funs", WriteLambdas);
            Section(json, "literals", WriteLiterals);
            Section(json, "atoms", WriteAtoms);
            Section(json, "records", WriteRecords);
            View(json, new StringsView());
            View(json, new LinesView());
            View(json, new TypesView());
            View(json, new AttributesView());
            View(json, new DocsView());
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static Utf8JsonWriter Writer(ArrayBufferWriter<byte> buffer) =>
        new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private void View(Utf8JsonWriter json, ViewCommand view) =>
        Section(json, view.Name, into => view.WriteJson(into, _input));

    // Each section has a writer of its own, so that one that breaks off leaves nothing behind.
    private void Section(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var section = Writer(buffer);
            section.WriteStartObject();
            write(section);
            section.WriteEndObject();
        }
        catch (DiagnosticException exception)
        {
            if (!_problems.Contains(exception.Diagnostic))
            {
                _problems.Add(exception.Diagnostic);
            }

            json.WriteStartObject(name);
            json.WriteString("error", PageProblem.TextOf(exception.Diagnostic));
            json.WriteEndObject();
            return;
        }

        json.WritePropertyName(name);
        json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }

    private void WriteFacts(Utf8JsonWriter json)
    {
        json.WriteStartArray("facts");
        InfoView.WriteFacts(_input, (name, value) =>
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        });
        json.WriteEndArray();
    }

    private void WriteCode(Utf8JsonWriter json)
    {
        new CodeSection(_input.Chunks).Write(json);
        foreach (var function in _input.Chunks.Code.Functions)
        {
            Functions.Add(CodeSection.NameOf(function.Name, function.Arity));
        }
    }

    private static void WriteEntries(Utf8JsonWriter json, IEnumerable<BeamFile.Container.FunctionEntry> entries)
    {
        json.WriteStartArray("rows");
        foreach (var entry in entries)
        {
            json.WriteStartArray();
            json.WriteStringValue(CodeSection.NameOf(entry.Name, entry.Arity));
            json.WriteNumberValue(entry.Label);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteImports(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var import in _input.Chunks.Imports)
        {
            json.WriteStartArray();
            json.WriteStringValue(TermPrinter.Atom(import.Module));
            json.WriteStringValue(CodeSection.NameOf(import.Function, import.Arity));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteLambdas(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var lambda in _input.Chunks.Lambdas)
        {
            json.WriteStartArray();
            json.WriteStringValue(CodeSection.NameOf(lambda.Function, lambda.Arity));
            json.WriteNumberValue(lambda.Label);
            json.WriteNumberValue(lambda.FreeCount);
            json.WriteNumberValue(lambda.OldUnique);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteLiterals(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var literal in ModuleSizes.Measure(_input.Chunks).MeasureLiterals().Literals)
        {
            json.WriteStartArray();
            json.WriteStringValue(TermPrinter.Print(literal.Term, LongestTerm));
            json.WriteNumberValue(literal.Size);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteRecords(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var record in _input.Chunks.Records.IsDefault ? [] : _input.Chunks.Records)
        {
            json.WriteStartArray();
            json.WriteStringValue(TermPrinter.Atom(record.Name));
            json.WriteBooleanValue(record.IsExported);
            json.WriteStartArray();
            foreach (var field in record.Fields)
            {
                var value = field.Default is null ? "" : " = " + TermPrinter.Print(field.Default, LongestTerm);
                json.WriteStringValue(TermPrinter.Atom(field.Name) + value);
            }

            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteAtoms(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var name in _input.Chunks.Atoms.Names)
        {
            json.WriteStringValue(TermPrinter.Atom(name));
        }

        json.WriteEndArray();
    }
}
