using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// The chunk <c>Dbgi</c>: <c>{debug_info_v1, Backend, Data}</c>, where the backend is the module that can make Erlang or
/// Core Erlang code of the data; or the same, encrypted.
/// </summary>
public abstract record DebugInfo : MetadataChunk
{
    private protected DebugInfo()
    {
    }

    /// <inheritdoc/>
    public sealed override string ChunkId => Container.ChunkId.DebugInfo;

    /// <summary>Decodes the chunk.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <returns>
    /// <see cref="ErlangDebugInfo"/>, <see cref="ElixirDebugInfo"/>, <see cref="EncryptedDebugInfo"/>, or
    /// <see cref="BackendDebugInfo"/> for other backends and other forms of the data of these two.
    /// </returns>
    /// <exception cref="DiagnosticException">The chunk is damaged or has another form than this.</exception>
    public static DebugInfo Read(ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        if (ReadEncrypted(data, Container.ChunkId.DebugInfo) is var (cipher, content))
        {
            return new EncryptedDebugInfo(cipher, content);
        }

        var stored = StoredTerm.Read(data, Container.ChunkId.DebugInfo, limits);
        if (stored.Term is not TupleTerm { Arity: 3 } tuple || tuple[0] is not AtomTerm version
            || tuple[1] is not AtomTerm backend)
        {
            throw Unexpected(Container.ChunkId.DebugInfo, "debug information is a tuple of three, with two atoms first");
        }

        if (version.Name != Version)
        {
            throw UnknownVersion(Container.ChunkId.DebugInfo, version.Name);
        }

        DebugInfo? debugInfo = backend.Name switch
        {
            ErlangDebugInfo.BackendName => ErlangDebugInfo.Of(tuple[2]),
            ElixirDebugInfo.BackendName => ElixirDebugInfo.Of(tuple[2]),
            _ => null,
        };
        return (debugInfo ?? new BackendDebugInfo(backend.Name, tuple[2])) with { IsCompressed = stored.IsCompressed };
    }

    private protected static Term Tagged(string backend, Term data) =>
        Term.Tuple(Term.Atom(Version), Term.Atom(backend), data);

    private const string Version = "debug_info_v1";
}
