using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>Bytes of the string table.</summary>
public sealed record StringOperand : Operand, ISegmentValue
{
    /// <summary>Names these bytes.</summary>
    public StringOperand(ImmutableArray<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes.</summary>
    public ImmutableArray<byte> Bytes { get; }

    /// <summary>Compares the bytes.</summary>
    public bool Equals(StringOperand? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.TermHash.Add(0, Bytes.AsSpan());

    /// <inheritdoc/>
    public override string ToString() => $"{{string,{Convert.ToHexString(Bytes.AsSpan())}}}";
}
