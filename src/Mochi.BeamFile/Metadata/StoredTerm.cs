using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>A term as a chunk holds it: in the external term format, compressed or not.</summary>
/// <param name="Term">The term.</param>
/// <param name="IsCompressed">
/// Whether it is compressed, as <c>term_to_binary/2</c> does with the option <c>compressed</c>. It is stored plain all
/// the same when the compressed form would be longer.
/// </param>
public sealed record StoredTerm(Term Term, bool IsCompressed)
{
    /// <summary>Reads a chunk that is one term.</summary>
    /// <param name="data">The chunk's data.</param>
    /// <param name="chunk">The chunk's id, for diagnostics.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">It is no term, asks for too much, or is followed by something.</exception>
    public static StoredTerm Read(ReadOnlyMemory<byte> data, string chunk, ReadLimits? limits = null)
    {
        var position = 0;
        var term = ExternalTermReader.ReadVersioned(data, chunk, ref position, limits ?? ReadLimits.Default);
        return position == data.Length
            ? new StoredTerm(term, data.Span[1] == ExternalTermTag.Compressed)
            : throw new ByteReader(data.Span, chunk).Error(
                BeamFileCodes.StrayBytes, $"{data.Length - position} bytes follow the term", position);
    }

    /// <summary>The bytes of the chunk.</summary>
    public byte[] Encode() =>
        IsCompressed ? ExternalTermFormat.EncodeCompressed(Term) : ExternalTermFormat.Encode(Term);
}
