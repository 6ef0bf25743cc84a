using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Diffing;

/// <summary>Comparisons as JSON, an object a line.</summary>
/// <param name="options">How much to show.</param>
internal sealed class DiffJson(DiffOptions options)
{
    /// <summary>What is only on one side.</summary>
    public static byte[] OfMissing(InputPair pair) => Write(json =>
    {
        Head(json, pair);
        json.WriteString("class", DiffWords.Of(pair.Left is null ? ChangeKind.Added : ChangeKind.Removed));
    });

    /// <summary>What differs between two modules.</summary>
    public byte[] Of(InputPair pair, ModuleComparison comparison) => Write(json =>
    {
        Head(json, pair);
        json.WriteString("class", DiffWords.Of(comparison.Class));
        Array(json, "differences", DiffWords.Of(comparison.Differences), json.WriteStringValue);
        json.WriteString("leftModule", comparison.LeftName);
        json.WriteString("rightModule", comparison.RightName);
        if (options.Detail == DetailLevel.Modules)
        {
            return;
        }

        Array(json, "exports", comparison.Exports, change => Name(json, change));
        Array(json, "records", comparison.Records, change => Name(json, change));
        Array(json, "attributes", comparison.Attributes, change => Value(json, change));
        Array(json, "compile", comparison.CompileInfo, change => Value(json, change));
        Array(json, "chunks", comparison.Chunks, change =>
        {
            json.WriteStartObject();
            json.WriteString("chunk", change.Id);
            json.WriteString("change", DiffWords.Of(change.Kind));
            json.WriteNumber("leftSize", change.LeftSize);
            json.WriteNumber("rightSize", change.RightSize);
            json.WriteEndObject();
        });
        Array(json, "functions", comparison.Functions, change => Function(json, change));
    });

    /// <summary>The figures after several modules.</summary>
    public static byte[] Of(DiffFigures figures) => Write(json =>
    {
        json.WriteNumber("modules", figures.Modules);
        for (var @class = ComparisonClass.Identical; @class <= ComparisonClass.Changed; @class++)
        {
            json.WriteNumber(DiffWords.Of(@class), figures.Of(@class));
        }

        json.WriteNumber("added", figures.Added);
        json.WriteNumber("removed", figures.Removed);
    });

    private static void Head(Utf8JsonWriter json, InputPair pair)
    {
        json.WriteString("name", pair.Name);
        json.WriteString("left", pair.Left?.Name);
        json.WriteString("right", pair.Right?.Name);
    }

    private static void Name(Utf8JsonWriter json, NameChange change)
    {
        json.WriteStartObject();
        json.WriteString("name", change.Name);
        json.WriteString("change", DiffWords.Of(change.Kind));
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, ValueChange change)
    {
        json.WriteStartObject();
        json.WriteString("name", change.Name);
        json.WriteString("change", DiffWords.Of(change.Kind));
        json.WriteString("left", change.Left is null ? null : TermPrinter.Print(change.Left));
        json.WriteString("right", change.Right is null ? null : TermPrinter.Print(change.Right));
        json.WriteEndObject();
    }

    private void Function(Utf8JsonWriter json, FunctionChange change)
    {
        json.WriteStartObject();
        json.WriteString("function", change.Name);
        json.WriteNumber("arity", change.Arity);
        json.WriteString("change", DiffWords.Of(change.Kind));
        if (change.Kind == FunctionChangeKind.Lines)
        {
            json.WriteEndObject();
            return;
        }

        var difference = change.Difference;
        json.WriteNumber("removed", difference.RemovedCount);
        json.WriteNumber("added", difference.AddedCount);
        if (options.Detail == DetailLevel.Code)
        {
            var text = new EditText(difference);
            Array(json, "hunks", EditHunks.Of(difference.Edits, options.Context), hunk =>
            {
                json.WriteStartArray();
                foreach (var edit in difference.Edits.AsSpan()[hunk])
                {
                    json.WriteStartObject();
                    json.WriteString("edit", DiffWords.Of(edit.Kind));
                    json.WriteString("text", text.Of(edit.Instruction));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }

        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
