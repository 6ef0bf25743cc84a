using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Verifying;

/// <summary>Findings for programs: an object for each module, and one for all.</summary>
/// <param name="limit">How many findings of a module are shown at most.</param>
/// <param name="withNotes">Whether those are shown that are not errors.</param>
internal sealed class JsonReport(int limit, bool withNotes) : VerificationReport(limit, withNotes)
{
    /// <summary>The rules.</summary>
    public static byte[] WriteRules() => Line(json =>
    {
        json.WriteStartArray("rules");
        foreach (var rule in VerificationRule.All)
        {
            json.WriteStartObject();
            json.WriteString("code", rule.Code);
            json.WriteString("title", rule.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public override byte[] WriteTotals(VerificationTotals totals) => Line(json =>
    {
        json.WriteNumber("files", totals.Files);
        json.WriteNumber("accepted", totals.Accepted);
        json.WriteNumber("rejected", totals.Files - totals.Accepted);
        json.WriteNumber("unread", totals.Unread);
        json.WriteNumber("errors", totals.Errors);
        json.WriteNumber("notes", totals.Notes);
        Write(json, "annotations", totals.Annotations);
        Write(json, "operands", totals.Operands);
    });

    /// <inheritdoc/>
    protected override byte[] Write(
        string name, BeamModule module, VerificationResult result, List<(VerificationFinding Finding, FindingPlace? Place)> shown, int hidden) =>
        Line(json =>
        {
            var errors = VerificationTotals.ErrorsIn(result);
            json.WriteString("file", name);
            json.WriteString("module", module.Name);
            json.WriteBoolean("accepted", result.IsAccepted);
            json.WriteNumber("errors", errors);
            json.WriteNumber("notes", result.Findings.Length - errors);
            Write(json, "annotations", TotalsOf(result.Annotations));
            Write(json, "operands", TotalsOf(result.Operands));
            json.WriteStartArray("findings");
            foreach (var (finding, place) in shown)
            {
                Write(json, finding, place);
            }

            json.WriteEndArray();
            json.WriteNumber("hidden", hidden);
        });

    private static void Write(Utf8JsonWriter json, VerificationFinding finding, FindingPlace? place)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Rule.Code);
        json.WriteString("severity", finding.Severity == DiagnosticSeverity.Error ? "error" : "note");
        json.WriteString("rule", finding.Rule.Title);
        json.WriteString("message", finding.Message);
        json.WriteString("hint", finding.Hint);
        json.WritePropertyName("place");
        if (place is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Write(json, place);
        }

        json.WriteStartArray("registers");
        foreach (var line in finding.Registers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            json.WriteStartObject();
            json.WriteString("register", line[..equals]);
            json.WriteString("content", line[(equals + 3)..]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FindingPlace place)
    {
        json.WriteStartObject();
        json.WriteString("function", place.Name);
        json.WriteNumber("arity", place.Arity);
        json.WritePropertyName("index");
        if (place.Text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(place.Instruction);
        }

        json.WriteString("instruction", place.Text);
        json.WriteNumber("offset", place.Offset);
        json.WriteNumber("functionOffset", place.FunctionOffset);
        json.WriteNumber("fileOffset", place.FileOffset);
        json.WritePropertyName("source");
        if (place.Source is { } source)
        {
            json.WriteStartObject();
            json.WriteString("file", source.File);
            json.WriteNumber("line", source.Line);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, UseTotals uses)
    {
        json.WriteStartObject(name);
        json.WriteNumber("proven", uses.Proven);
        json.WriteNumber("notProven", uses.NotProven);
        json.WriteNumber("contradicted", uses.Contradicted);
        json.WriteEndObject();
    }

    private static UseTotals TotalsOf(UseCounts counts)
    {
        var totals = new UseTotals();
        totals.Add(counts);
        return totals;
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
