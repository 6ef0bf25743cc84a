using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mochi.Conformance;

/// <summary>The report for programs: one JSON object, described in the command's help.</summary>
internal static class JsonReport
{
    /// <summary>The report in UTF-8.</summary>
    public static byte[] Create(List<ProgramResult> results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartArray("programs");
            foreach (var result in results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
            json.WriteStartObject("totals");
            foreach (var outcome in OutcomeNames.All)
            {
                json.WriteNumber(OutcomeNames.Text(outcome), results.FindAll(result => result.Outcome == outcome).Count);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ProgramResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        json.WriteString("status", OutcomeNames.Text(result.Outcome));
        json.WriteString("detail", result.Detail);
        if (result.ExitStatus is { } status)
        {
            json.WriteNumber("exit", status);
        }

        if (result.Difference is { } difference)
        {
            json.WriteNumber("line", difference.Line);
            json.WriteString("expected", difference.Expected);
            json.WriteString("actual", difference.Actual);
        }

        json.WriteEndObject();
    }
}
