using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Verifying;

/// <summary>How the findings are shown. It is used by several threads at once.</summary>
/// <param name="limit">How many findings of a module are shown at most.</param>
/// <param name="withNotes">Whether those are shown that are not errors.</param>
internal abstract class VerificationReport(int limit, bool withNotes)
{
    /// <summary>What is shown of a module.</summary>
    /// <param name="name">The file's name for people.</param>
    /// <param name="module">The module.</param>
    /// <param name="chunks">The file that it was read from.</param>
    /// <param name="result">What was found.</param>
    public byte[] Write(string name, BeamModule module, BeamChunks chunks, VerificationResult result)
    {
        var shown = new List<(VerificationFinding, FindingPlace?)>();
        var count = 0;
        FindingPlaces? places = null;
        foreach (var finding in result.Findings)
        {
            if (finding.Severity == DiagnosticSeverity.Error || withNotes)
            {
                count++;
                if (shown.Count < limit)
                {
                    places ??= new FindingPlaces(module, chunks);
                    shown.Add((finding, places.Of(finding)));
                }
            }
        }

        return Write(name, module, result, shown, count - shown.Count);
    }

    /// <summary>What is shown after all files.</summary>
    public abstract byte[] WriteTotals(VerificationTotals totals);

    /// <summary>What is shown of a module.</summary>
    /// <param name="name">The file's name for people.</param>
    /// <param name="module">The module.</param>
    /// <param name="result">What was found.</param>
    /// <param name="shown">The findings to show.</param>
    /// <param name="hidden">How many more there are.</param>
    protected abstract byte[] Write(
        string name, BeamModule module, VerificationResult result, List<(VerificationFinding Finding, FindingPlace? Place)> shown, int hidden);
}
