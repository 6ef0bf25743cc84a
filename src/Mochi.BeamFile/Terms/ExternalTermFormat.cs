using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Terms;

/// <summary>The external term format: what <c>term_to_binary</c> writes and <c>binary_to_term</c> reads.</summary>
public static class ExternalTermFormat
{
    /// <summary>Writes a term as <c>term_to_binary/1</c> does.</summary>
    /// <param name="term">The term.</param>
    /// <param name="encoding">Whether map keys are put in order.</param>
    public static byte[] Encode(Term term, TermEncoding encoding = TermEncoding.Plain)
    {
        ArgumentNullException.ThrowIfNull(term);
        using var writer = new ByteWriter();
        ExternalTermWriter.WriteVersioned(writer, term, encoding);
        return writer.ToArray();
    }

    /// <summary>
    /// Writes a term as <c>term_to_binary/2</c> does with the option <c>compressed</c>: in the plain form when
    /// the compressed form would be longer.
    /// </summary>
    /// <param name="term">The term.</param>
    /// <param name="encoding">Whether map keys are put in order.</param>
    public static byte[] EncodeCompressed(Term term, TermEncoding encoding = TermEncoding.Plain)
    {
        var plain = Encode(term, encoding);
        using var writer = new ByteWriter(plain.Length);
        writer.WriteByte(ExternalTermTag.Version);
        writer.WriteByte(ExternalTermTag.Compressed);
        writer.WriteInt32(plain.Length - 1);
        Zlib.Compress(plain.AsSpan(1), writer);
        return writer.Length <= plain.Length ? writer.ToArray() : plain;
    }

    /// <summary>Reads a term; bytes after it are allowed.</summary>
    /// <param name="data">The data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="Diagnostics.DiagnosticException">The data is no term, or asks for too much.</exception>
    public static Term Decode(ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        var position = 0;
        return ExternalTermReader.ReadVersioned(data, "term", ref position, limits ?? ReadLimits.Default);
    }
}
