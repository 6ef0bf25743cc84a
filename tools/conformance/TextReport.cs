using System.Globalization;
using System.Text;

namespace Mochi.Conformance;

/// <summary>The report for people: a table and a line of totals.</summary>
internal static class TextReport
{
    private const int LongestDetail = 160;

    /// <summary>The report in UTF-8.</summary>
    /// <param name="results">What became of each program.</param>
    /// <param name="failedOnly">Whether programs that are ok are left out of the table.</param>
    public static byte[] Create(List<ProgramResult> results, bool failedOnly)
    {
        var width = 0;
        foreach (var result in results)
        {
            width = Math.Max(width, result.Name.Length);
        }

        var text = new StringBuilder();
        foreach (var result in results)
        {
            if (failedOnly && result.Outcome == Outcome.Ok)
            {
                continue;
            }

            var detail = result.Detail.Length > LongestDetail ? result.Detail[..LongestDetail] + "..." : result.Detail;
            var line = $"{result.Name.PadRight(width)}  {OutcomeNames.Text(result.Outcome),-13}  {detail}";
            text.Append(line.TrimEnd()).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{results.Count} programs");
        foreach (var outcome in OutcomeNames.All)
        {
            var count = results.FindAll(result => result.Outcome == outcome).Count;
            text.Append(CultureInfo.InvariantCulture, $", {count} {OutcomeNames.Text(outcome)}");
        }

        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }
}
