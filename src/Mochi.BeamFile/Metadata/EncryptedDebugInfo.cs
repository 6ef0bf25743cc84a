using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>Debug information that needs a key to be read, as the compiler makes it with <c>debug_info_key</c>.</summary>
/// <param name="Cipher">The name of the cipher: <c>des3_cbc</c>; at most 255 visible ASCII characters.</param>
/// <param name="Content">What the cipher made of the term.</param>
public sealed record EncryptedDebugInfo(string Cipher, ImmutableArray<byte> Content) : DebugInfo
{
    internal override byte[] EncodeCanonically() => Encode();

    /// <inheritdoc/>
    public override byte[] Encode() => WriteEncrypted(Cipher, Content);

    /// <summary>Compares the cipher and the bytes.</summary>
    public bool Equals(EncryptedDebugInfo? other) => other is not null && Cipher == other.Cipher
        && Content.AsSpan().SequenceEqual(other.Content.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(Content.Length, Cipher);

    private protected override Term ToTerm() => Term.Binary(Encode());
}
