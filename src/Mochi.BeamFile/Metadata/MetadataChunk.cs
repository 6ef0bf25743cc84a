using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// What a chunk says that only tools read: debug information, documentation, types for Elixir's checker. Such a chunk is
/// decoded when it is asked for and not before; encoding what was decoded gives the same bytes when a compiler of OTP
/// or Elixir made the chunk.
/// </summary>
public abstract record MetadataChunk
{
    private protected MetadataChunk()
    {
    }

    /// <summary>The id of the chunk that this stands in.</summary>
    public abstract string ChunkId { get; }

    /// <summary>
    /// Whether the term is stored compressed; it is stored plain all the same when that is shorter. Compilers compress
    /// <c>Dbgi</c>, and from OTP 29 on <c>Docs</c>.
    /// </summary>
    public bool IsCompressed { get; init; }

    /// <summary>Whether chunks of this id have a model here.</summary>
    public static bool IsKnown(string id) => id is Container.ChunkId.DebugInfo or Container.ChunkId.AbstractCode
        or Container.ChunkId.Documentation or Container.ChunkId.ElixirChecker;

    /// <summary>Decodes a chunk.</summary>
    /// <param name="id">Its id, one that <see cref="IsKnown"/> is true for.</param>
    /// <param name="data">Its data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The chunk is damaged or has another form than those known.</exception>
    public static MetadataChunk Read(string id, ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        switch (id)
        {
            case Container.ChunkId.DebugInfo:
                return DebugInfo.Read(data, limits);
            case Container.ChunkId.AbstractCode:
                return AbstractCode.Read(data, limits);
            case Container.ChunkId.Documentation:
                return ModuleDocumentation.Read(data, limits);
            case Container.ChunkId.ElixirChecker:
                return ElixirCheckerInfo.Read(data, limits);
            default:
                throw new ArgumentException($"chunks {id} have no model", nameof(id));
        }
    }

    /// <summary>The bytes of the chunk.</summary>
    public virtual byte[] Encode() => new StoredTerm(ToTerm(), IsCompressed).Encode();

    /// <summary>The bytes of the chunk with map keys in order, compressed where that is shorter.</summary>
    internal virtual byte[] EncodeCanonically() =>
        ExternalTermFormat.EncodeCompressed(ToTerm(), TermEncoding.Deterministic);

    /// <summary>
    /// Decodes a chunk and encodes it again. <see langword="null"/> when it cannot be decoded or would come out with other
    /// bytes, so that it can only be kept as it is; the diagnostic says why.
    /// </summary>
    internal static byte[]? TryReencode(string id, ReadOnlyMemory<byte> data, ReadLimits limits, out Diagnostic? problem)
    {
        try
        {
            var encoded = Read(id, data, limits).Encode();
            var common = encoded.AsSpan().CommonPrefixLength(data.Span);
            if (common == data.Length && common == encoded.Length)
            {
                problem = null;
                return encoded;
            }

            problem = new Diagnostic(
                BeamFileCodes.NotCanonical, DiagnosticSeverity.Warning,
                "the term is not encoded as OTP 26 and later do; the chunk is kept as it is",
                new DiagnosticPlace(null, Chunk: id, Offset: common));
        }
        catch (DiagnosticException exception)
        {
            problem = exception.Diagnostic with
            {
                Severity = DiagnosticSeverity.Warning,
                Message = $"{exception.Diagnostic.Message}; the chunk is kept as it is",
            };
        }

        return null;
    }

    /// <summary>The term that stands in the chunk.</summary>
    private protected abstract Term ToTerm();

    private protected static DiagnosticException Unexpected(string id, string message) => new(new Diagnostic(
        BeamFileCodes.BadTerm, DiagnosticSeverity.Error, message, new DiagnosticPlace(null, Chunk: id, Offset: 0)));

    private protected static DiagnosticException UnknownVersion(string id, string version) => new(new Diagnostic(
        BeamFileCodes.UnknownVersion, DiagnosticSeverity.Error, $"the form '{version}' of this chunk is not known",
        new DiagnosticPlace(null, Chunk: id, Offset: 0)));

    /// <summary>The elements of a proper list; the default value when it is none.</summary>
    private protected static ImmutableArray<Term> Elements(Term term) => term switch
    {
        NilTerm => [],
        ListTerm { IsProper: true } list => list.Elements,
        _ => default,
    };

    /// <summary>
    /// What is encrypted: a zero, the length of the cipher's name, that name, and what the cipher made of the term.
    /// </summary>
    private protected static (string Cipher, ImmutableArray<byte> Content)? ReadEncrypted(
        ReadOnlyMemory<byte> data, string id)
    {
        if (data.IsEmpty || data.Span[0] != 0)
        {
            return null;
        }

        var reader = new ByteReader(data.Span, id, 1);
        var length = reader.ReadByte();
        var start = reader.Position;
        var name = reader.ReadBytes(length);
        if (name.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            throw reader.Error(BeamFileCodes.BadText, "the name of a cipher has only visible ASCII characters", start);
        }

        return (System.Text.Encoding.ASCII.GetString(name), [.. data.Span[reader.Position..]]);
    }

    private protected static byte[] WriteEncrypted(string cipher, ImmutableArray<byte> content)
    {
        using var writer = new ByteWriter(content.Length + 32);
        writer.WriteByte(0);
        writer.WriteByte(cipher.Length);
        writer.WriteAscii(cipher);
        writer.Write(content.AsSpan());
        return writer.ToArray();
    }
}
