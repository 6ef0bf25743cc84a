using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>Sees to what stands besides the code and says what was true before an edit of the code.</summary>
internal static class AfterEdit
{
    private static readonly string[] Copies = [ChunkId.DebugInfo, ChunkId.AbstractCode, ChunkId.ElixirChecker];

    /// <summary>Drops copies of the code, or tells that they stay; the same module when nothing was edited.</summary>
    /// <param name="before">The module before the edit.</param>
    /// <param name="edited">The edited module.</param>
    /// <param name="options">Whether the copies stay.</param>
    /// <param name="notes">What else is to be told.</param>
    public static EditedModule Complete(
        BeamModule before, BeamModule edited, EditOptions options, params ReadOnlySpan<Diagnostic?> notes)
    {
        if (ReferenceEquals(before, edited))
        {
            return new EditedModule(before, []);
        }

        EditedNames.RequireDistinct(before, edited);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var note in notes)
        {
            if (note is not null)
            {
                diagnostics.Add(note);
            }
        }

        foreach (var id in Copies)
        {
            if (edited.ExtraChunk(id) is not { } chunk)
            {
                continue;
            }

            if (options.KeepsDebugInfo)
            {
                diagnostics.Add(Stale(
                    DiagnosticSeverity.Warning, id, $"chunk {id} still says what the code said before the edit",
                    "drop it when tools shall not see the old code"));
            }
            else
            {
                edited = edited with { ExtraChunks = edited.ExtraChunks.Remove(chunk) };
                diagnostics.Add(Stale(
                    DiagnosticSeverity.Note, id, $"chunk {id} said what the code said before the edit and was dropped",
                    "make it anew by compiling edited source text"));
            }
        }

        return new EditedModule(edited, diagnostics.ToImmutable());
    }

    /// <summary>A warning when a term has the atom in it; <see langword="null"/> when it does not.</summary>
    public static Diagnostic? Mentions(Term? term, string atom, string chunk)
    {
        var isFound = false;
        if (term is not null)
        {
            TermRewriting.Atoms(term, name =>
            {
                isFound |= name == atom;
                return name;
            });
        }

        return isFound
            ? Stale(
                DiagnosticSeverity.Warning, chunk, $"chunk {chunk} has the atom '{atom}' in it, which was left as it is",
                "replace the chunk when tools shall find the new name")
            : null;
    }

    /// <summary>Something that is left or dropped.</summary>
    public static Diagnostic Stale(DiagnosticSeverity severity, string? chunk, string message, string? hint) =>
        new(BeamFileCodes.StaleAfterEdit, severity, message, new DiagnosticPlace(null, Chunk: chunk), hint);
}
