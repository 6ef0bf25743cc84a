using System.Buffers.Binary;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Identity;

/// <summary>
/// The MD5 of a module as the loader and <c>beam_lib:md5/1</c> compute it: over the contents, without padding, of the
/// chunks that decide what the code does, with every OldUniq of the lambda table zero.
/// </summary>
internal static class ModuleMd5
{
    /// <summary>The chunks that count, in the order in which they do.</summary>
    public static readonly string[] Chunks =
    [
        ChunkId.LatinAtoms, ChunkId.Atoms, ChunkId.Code, ChunkId.Strings, ChunkId.Imports, ChunkId.Exports,
        ChunkId.Lambdas,
        ChunkId.Literals, ChunkId.Meta, ChunkId.Records, ChunkId.DebugVariables,
    ];

    /// <summary>The old hash of funs: the upper 27 bits of the MD5.</summary>
    public static uint OldUnique(ReadOnlySpan<byte> md5) => BinaryPrimitives.ReadUInt32BigEndian(md5) >> 5;

    /// <summary>The MD5 of a file that was read.</summary>
    public static byte[] Compute(BeamContainer container)
    {
        var hash = new Md5();
        foreach (var id in Chunks)
        {
            if (container.Find(id) is not { } chunk)
            {
                continue;
            }

            hash.Append(id == ChunkId.Lambdas ? WithoutOldUnique(chunk.Data.Span) : chunk.Data.Span);
        }

        return hash.Finish();
    }

    private static byte[] WithoutOldUnique(ReadOnlySpan<byte> lambdas)
    {
        var copy = lambdas.ToArray();
        for (var offset = 24; offset + 4 <= copy.Length; offset += 24)
        {
            copy.AsSpan(offset, 4).Clear();
        }

        return copy;
    }
}
