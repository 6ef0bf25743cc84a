using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Replaces, adds and drops single chunks of a file. The result is read before it is given back: a chunk that does not
/// decode, or that no longer fits the others, is refused. Where the module's MD5 changes by it, what the compiler derives from
/// the MD5 (<c>OldUniq</c> of the lambdas and the generated <c>vsn</c>) is made anew.
/// </summary>
public static class ChunkEditing
{
    /// <summary>Replaces the chunk of the same id.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunk">The new chunk.</param>
    /// <exception cref="DiagnosticException">
    /// There is no such chunk (BF032), or the new one does not decode or does not fit the others.
    /// </exception>
    public static ChunkFile Replace(ChunkFile file, RawChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(chunk);
        RequirePresent(file, chunk.Id);
        return Checked(file, file.With(chunk), chunk.Id);
    }

    /// <summary>Adds a chunk behind the others; loaders and tools do not care about the order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunk">The new chunk; its id has four characters of Latin-1.</param>
    /// <exception cref="DiagnosticException">
    /// There is such a chunk already (BF031), the id is none (BF034), or the chunk does not decode or does not fit the others.
    /// </exception>
    public static ChunkFile Add(ChunkFile file, RawChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(chunk);
        if (chunk.Id.Length != 4 || chunk.Id.AsSpan().ContainsAnyExceptInRange(' ', '\u00FF'))
        {
            throw Refused(
                BeamFileCodes.DoesNotFit, $"'{chunk.Id}' is no id of a chunk", null, "an id has four characters of Latin-1");
        }

        return file.Find(chunk.Id) is null
            ? Checked(file, file.With(chunk), chunk.Id)
            : throw Refused(BeamFileCodes.NamesClash, $"there is a chunk {chunk.Id} already", chunk.Id, "replace it instead");
    }

    /// <summary>Drops a chunk.</summary>
    /// <param name="file">The file.</param>
    /// <param name="id">The chunk's id.</param>
    /// <exception cref="DiagnosticException">
    /// There is no such chunk (BF032), loaders require it (BF030), or the code needs it.
    /// </exception>
    public static ChunkFile Drop(ChunkFile file, string id)
    {
        ArgumentNullException.ThrowIfNull(file);
        RequirePresent(file, id);
        var edited = file.Without(id);
        RequireChunks(edited);
        return ChunkKinds.Of(id) is ChunkKind.Code or ChunkKind.Lines or ChunkKind.Types ? Checked(file, edited) : edited;
    }

    internal static void RequireChunks(ChunkFile file)
    {
        string[] required = [ChunkId.Code, ChunkId.Strings, ChunkId.Imports, ChunkId.Exports];
        foreach (var id in required)
        {
            if (file.Find(id) is null)
            {
                throw Missing(id);
            }
        }

        if (file.Find(ChunkId.Atoms) is null && file.Find(ChunkId.LatinAtoms) is null)
        {
            throw Missing(ChunkId.Atoms);
        }
    }

    /// <summary>
    /// The edited file, with what follows from its MD5; refused when it cannot be read, or the changed chunk cannot.
    /// </summary>
    internal static ChunkFile Checked(ChunkFile before, ChunkFile edited, string? changed = null)
    {
        RequireChunks(edited);
        edited = ModuleIdentity.Follow(before, edited);
        var bytes = (edited with { IsCompressed = false }).Write();
        var read = BeamModuleReader.Read(bytes);
        read.Require();
        foreach (var diagnostic in read.Diagnostics)
        {
            if (changed is not null && diagnostic.Place.Chunk == changed && IsDamage(diagnostic.Code))
            {
                throw new DiagnosticException(diagnostic with { Severity = DiagnosticSeverity.Error });
            }
        }

        if (changed is not null && MetadataChunk.IsKnown(changed))
        {
            read.Require().Metadata(changed);
        }

        return edited;
    }

    // The others say that a chunk is kept although nobody knows its version or wrote it so.
    private static bool IsDamage(string code) =>
        code is not (BeamFileCodes.UnknownVersion or BeamFileCodes.NotCanonical or BeamFileCodes.StrayBytes);

    private static void RequirePresent(ChunkFile file, string id)
    {
        if (file.Find(id) is null)
        {
            throw Refused(BeamFileCodes.NothingToEdit, $"the file has no chunk {id}", null, "beam-dump chunks lists them");
        }
    }

    private static DiagnosticException Missing(string id) => Refused(
        BeamFileCodes.RequiredChunk, $"a module does not load without its chunk {id}", id, "keep this chunk");

    private static DiagnosticException Refused(string code, string message, string? chunk, string hint) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(null, Chunk: chunk), hint));
}
