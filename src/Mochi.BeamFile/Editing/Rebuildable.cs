using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Tables are made anew from edited code. That cannot be done when something that names their entries by number is kept as
/// it was read.
/// </summary>
internal static class Rebuildable
{
    private static readonly string[] Numbered =
        [ChunkId.Lines, ChunkId.Types, ChunkId.Records, ChunkId.DebugVariables];

    /// <summary>The module without tables to begin with.</summary>
    /// <exception cref="DiagnosticException">Something refers to them by number (BF035).</exception>
    public static BeamModule WithoutTables(BeamModule module)
    {
        Require(module);
        return module.Deviations is { Tables: not null } deviations
            ? module with { Deviations = deviations with { Tables = null } } : module;
    }

    /// <summary>Refuses a module whose tables cannot be made anew.</summary>
    public static void Require(BeamModule module)
    {
        if (module.Deviations is { CodeTail.IsDefault: false })
        {
            throw Refused(
                ChunkId.Code, "the code has instructions that are not known and that refer to tables by number",
                "use a release of this program that knows them");
        }

        foreach (var id in Numbered)
        {
            if (module.ExtraChunk(id) is not null)
            {
                throw Refused(
                    id, $"chunk {id} has a form that is not known and refers to tables by number", "drop the chunk first");
            }
        }
    }

    private static DiagnosticException Refused(string chunk, string message, string hint) => new(new Diagnostic(
        BeamFileCodes.CannotEdit, DiagnosticSeverity.Error, message, new DiagnosticPlace(null, Chunk: chunk), hint));
}
