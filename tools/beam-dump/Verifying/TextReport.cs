using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Verifying;

/// <summary>Findings for people.</summary>
/// <param name="limit">How many findings of a module are shown at most.</param>
/// <param name="withNotes">Whether those are shown that are not errors.</param>
/// <param name="withRegisters">Whether the registers are shown.</param>
/// <param name="renderer">Writes their first lines.</param>
internal sealed class TextReport(int limit, bool withNotes, bool withRegisters, DiagnosticRenderer renderer)
    : VerificationReport(limit, withNotes)
{
    /// <inheritdoc/>
    public override byte[] WriteTotals(VerificationTotals totals)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count(totals.Files, "file")}: {totals.Accepted} accepted, ");
        text.Append(CultureInfo.InvariantCulture, $"{totals.Files - totals.Accepted} rejected; {Count(totals.Errors, "error")}, {Count(totals.Notes, "note")}");
        text.Append(totals.Unread == 0 ? "\n" : string.Create(CultureInfo.InvariantCulture, $"; {Count(totals.Unread, "file")} not read\n"));
        Append(text, "annotated use", totals.Annotations);
        Append(text, "trusted operand", totals.Operands);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <inheritdoc/>
    protected override byte[] Write(
        string name, BeamModule module, VerificationResult result, List<(VerificationFinding Finding, FindingPlace? Place)> shown, int hidden)
    {
        if (shown.Count == 0 && hidden == 0)
        {
            return [];
        }

        var text = new StringBuilder();
        foreach (var (finding, place) in shown)
        {
            Append(text, name, finding, place);
        }

        if (hidden > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: and {Count(hidden, "finding")} more; --limit 0 shows all\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Append(StringBuilder text, string name, VerificationFinding finding, FindingPlace? place)
    {
        text.Append(renderer.Render(new Diagnostic(
            finding.Rule.Code,
            finding.Severity,
            finding.Message,
            place is null ? new DiagnosticPlace(name) : new DiagnosticPlace(name, Chunk: ChunkId.Code, Offset: place.Offset))));
        if (place is not null)
        {
            text.Append("  in ").Append(place.Function);
            if (place.Text is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"+{place.FunctionOffset}, instruction {place.Instruction}");
            }

            text.Append(place.Source is { } source ? string.Create(CultureInfo.InvariantCulture, $", {source.File}:{source.Line}\n") : "\n");
            text.Append(place.Text is null ? "" : $"    {place.Text}\n");
        }

        text.Append(finding.Hint is null ? "" : $"  hint: {finding.Hint}\n");
        if (withRegisters && finding.Registers.Length > 0)
        {
            text.Append("  ").Append(finding.Registers.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
        }
    }

    private static void Append(StringBuilder text, string name, UseTotals uses)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Count(uses.Total, name)}: {uses.Proven} proven{Share(uses.Proven, uses)}, ");
        text.Append(CultureInfo.InvariantCulture, $"{uses.NotProven} not proven{Share(uses.NotProven, uses)}, ");
        text.Append(CultureInfo.InvariantCulture, $"{uses.Contradicted} contradicted{Share(uses.Contradicted, uses)}\n");
    }

    private static string Share(long part, UseTotals uses) =>
        part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * part / uses.Total:F2} %)");

    private static string Count(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
