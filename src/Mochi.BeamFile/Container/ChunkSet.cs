using System.Buffers.Binary;
using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Identity;

namespace Mochi.BeamFile.Container;

/// <summary>The chunks of a file that is being written.</summary>
internal sealed class ChunkSet : IDisposable
{
    private readonly Dictionary<string, ByteWriter> _chunks = new(StringComparer.Ordinal);
    private readonly List<ByteWriter> _replaced = [];

    /// <summary>
    /// Begins a chunk. Where one of this id is there already, the new one does not become part of the file.
    /// </summary>
    public ByteWriter Add(string id)
    {
        var writer = new ByteWriter();
        if (!_chunks.TryAdd(id, writer))
        {
            _replaced.Add(writer);
        }

        return writer;
    }

    public ByteWriter? Find(string id) => _chunks.GetValueOrDefault(id);

    /// <summary>The module's MD5; the OldUniq of the lambdas must still be zero.</summary>
    public byte[] ComputeMd5()
    {
        var hash = new Md5();
        foreach (var id in ModuleMd5.Chunks)
        {
            if (Find(id) is { } chunk)
            {
                hash.Append(chunk.Written);
            }
        }

        return hash.Finish();
    }

    /// <summary>The whole file; chunks that are not there are left out.</summary>
    public byte[] ToFile(IReadOnlyList<string> order)
    {
        var size = 12L;
        foreach (var id in order)
        {
            size += Find(id) is { } chunk ? 8 + Padded(chunk.Length) : 0;
        }

        var file = GC.AllocateUninitializedArray<byte>(checked((int)size));
        var rest = file.AsSpan();
        "FOR1"u8.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], (uint)(size - 8));
        "BEAM"u8.CopyTo(rest[8..]);
        rest = rest[12..];
        foreach (var id in order)
        {
            if (Find(id) is { } chunk)
            {
                Encoding.Latin1.GetBytes(id, rest);
                BinaryPrimitives.WriteInt32BigEndian(rest[4..], chunk.Length);
                chunk.Written.CopyTo(rest[8..]);
                var padded = (int)Padded(chunk.Length);
                rest[(8 + chunk.Length)..(8 + padded)].Clear();
                rest = rest[(8 + padded)..];
            }
        }

        return file;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks.Values.Concat(_replaced))
        {
            chunk.Dispose();
        }
    }

    private static long Padded(long length) => (length + 3) & ~3L;
}
