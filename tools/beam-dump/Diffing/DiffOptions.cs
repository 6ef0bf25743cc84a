using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Diffing;

/// <summary>What <c>diff</c> was asked for.</summary>
/// <param name="Ignored">What does not count.</param>
/// <param name="Detail">How much is shown.</param>
/// <param name="Context">How many kept instructions are shown around edits.</param>
internal sealed record DiffOptions(ModuleDifferences Ignored, DetailLevel Detail, int Context)
{
    private static readonly string[] Respects = ["metadata", "lines", "numbering", "types"];

    /// <summary>Reads the options.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="isMany">Whether several modules are compared.</param>
    /// <exception cref="UsageException">One makes no sense.</exception>
    public static DiffOptions Of(Invocation invocation, bool isMany)
    {
        var ignored = ModuleDifferences.None;
        foreach (var value in invocation.Values("--ignore"))
        {
            foreach (var name in value.Split(','))
            {
                ignored |= name switch
                {
                    "metadata" => ModuleDifferences.Metadata,
                    "lines" => ModuleDifferences.Lines,
                    "numbering" => ModuleDifferences.Numbering,
                    "types" => ModuleDifferences.Types,
                    _ => throw new UsageException(
                        $"option --ignore takes {string.Join(", ", Respects)}, with commas between them, not '{name}'",
                        NearestName.Hint(name, Respects)),
                };
            }
        }

        var detail = invocation.Value("--detail") switch
        {
            "modules" => DetailLevel.Modules,
            "functions" => DetailLevel.Functions,
            "code" => DetailLevel.Code,
            _ => isMany ? DetailLevel.Functions : DetailLevel.Code,
        };
        return new DiffOptions(ignored, detail, invocation.Number("--context", 3));
    }
}
