using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>A bitstring; a binary when its length is a whole number of bytes.</summary>
public sealed class BitstringTerm : Term
{
    /// <summary>Makes a bitstring.</summary>
    /// <param name="bytes">
    /// The bits, the first in the highest place; unused places of the last byte are cleared.
    /// </param>
    /// <param name="bitsInLastByte">
    /// How many bits of the last byte belong to it, 1 to 8; 8 when there are no bytes.
    /// </param>
    public BitstringTerm(ImmutableArray<byte> bytes, int bitsInLastByte)
        : base(Hash(bytes, bitsInLastByte))
    {
        Bytes = Clear(bytes, bitsInLastByte);
        BitsInLastByte = bitsInLastByte;
    }

    /// <summary>The bytes; in the last one only the highest <see cref="BitsInLastByte"/> bits can be set.</summary>
    public ImmutableArray<byte> Bytes { get; }

    /// <summary>How many bits of the last byte count, 1 to 8; 8 for the empty binary.</summary>
    public int BitsInLastByte { get; }

    /// <summary>Whether the length is a whole number of bytes.</summary>
    public bool IsBinary => BitsInLastByte == 8;

    /// <summary>The length in bits.</summary>
    public long BitLength => Bytes.IsEmpty ? 0 : (Bytes.Length - 1L) * 8 + BitsInLastByte;

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Bitstring;

    internal override bool HeadEquals(Term other)
    {
        var that = (BitstringTerm)other;
        return BitsInLastByte == that.BitsInLastByte && Bytes.AsSpan().SequenceEqual(that.Bytes.AsSpan());
    }

    private static byte LastByteMask(int bitsInLastByte) => (byte)(0xFF << (8 - bitsInLastByte));

    private static int Hash(ImmutableArray<byte> bytes, int bitsInLastByte)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsInLastByte, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsInLastByte, 8);
        if (bytes.IsDefault || (bytes.IsEmpty && bitsInLastByte != 8))
        {
            throw new ArgumentException("a bitstring of no bytes has no last byte", nameof(bytes));
        }

        var hash = TermHash.Add(TermHash.Start(TermKind.Bitstring), bitsInLastByte);
        return bytes.IsEmpty
            ? hash
            : TermHash.Add(TermHash.Add(hash, bytes.AsSpan()[..^1]), bytes[^1] & LastByteMask(bitsInLastByte));
    }

    private static ImmutableArray<byte> Clear(ImmutableArray<byte> bytes, int bitsInLastByte)
    {
        if (bytes.IsEmpty || (bytes[^1] & ~LastByteMask(bitsInLastByte) & 0xFF) == 0)
        {
            return bytes;
        }

        return bytes.SetItem(bytes.Length - 1, (byte)(bytes[^1] & LastByteMask(bitsInLastByte)));
    }
}
