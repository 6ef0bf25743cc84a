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

        using var file = new ByteWriter(checked((int)size));
        file.WriteAscii("FOR1");
        file.WriteUInt32((uint)(size - 8));
        file.WriteAscii("BEAM");
        foreach (var id in order)
        {
            if (Find(id) is { } chunk)
            {
                file.WriteAscii(id);
                file.WriteInt32(chunk.Length);
                file.Write(chunk.Written);
                file.Reserve((int)(Padded(chunk.Length) - chunk.Length)).Clear();
            }
        }

        return file.ToArray();
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
