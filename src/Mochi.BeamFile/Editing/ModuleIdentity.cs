using System.Buffers.Binary;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Identity;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>Keeps what compilers derive from a module's MD5 in step with it.</summary>
internal static class ModuleIdentity
{
    private const int EntrySize = 24;

    /// <summary>
    /// The edited file with the hashes of its own MD5 where the file before had those of its MD5; what was something else
    /// (a version that the source gives) stays.
    /// </summary>
    public static ChunkFile Follow(ChunkFile before, ChunkFile edited)
    {
        var oldMd5 = Md5(before);
        var newMd5 = Md5(edited);
        if (oldMd5.AsSpan().SequenceEqual(newMd5))
        {
            return edited;
        }

        if (edited.Find(ChunkId.Lambdas) is { } lambdas)
        {
            edited = edited.With(Lambdas(lambdas, ModuleMd5.OldUnique(oldMd5), ModuleMd5.OldUnique(newMd5)));
        }

        return edited.Find(ChunkId.Attributes) is { } attributes
            ? edited.With(Attributes(attributes, oldMd5, newMd5)) : edited;
    }

    private static byte[] Md5(ChunkFile file) =>
        ModuleMd5.Compute(BeamContainer.Read((file with { IsCompressed = false }).Write()));

    private static RawChunk Lambdas(RawChunk chunk, uint oldUnique, uint newUnique)
    {
        var data = chunk.Data.ToArray();
        for (var offset = EntrySize; offset + 4 <= data.Length; offset += EntrySize)
        {
            var field = data.AsSpan(offset, 4);
            if (BinaryPrimitives.ReadUInt32BigEndian(field) == oldUnique)
            {
                BinaryPrimitives.WriteUInt32BigEndian(field, newUnique);
            }
        }

        return new RawChunk(chunk.Id, data);
    }

    private static RawChunk Attributes(RawChunk chunk, byte[] oldMd5, byte[] newMd5)
    {
        try
        {
            return ExternalTermFormat.Decode(chunk.Data) is ListTerm list
                && list.Elements[0] == BeamModuleWriter.VersionAttribute(oldMd5)
                ? new RawChunk(chunk.Id, ExternalTermFormat.Encode(ListTerm.Create(
                    list.Elements.SetItem(0, BeamModuleWriter.VersionAttribute(newMd5)), list.Tail)))
                : chunk;
        }
        catch (Diagnostics.DiagnosticException)
        {
            // Whoever checks the file says what is wrong.
            return chunk;
        }
    }
}
