using System.Buffers.Binary;

namespace Mochi.Otp.Archives;

/// <summary>
/// CRC-32 as ZIP and zlib use it (polynomial 0x04C11DB7, reflected), under the names and signatures of
/// <c>System.IO.Hashing.Crc32</c>, which can take this type's place where that package is available.
/// </summary>
internal sealed class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB8_8320;
    private const int HashSize = sizeof(uint);
    private const int Slices = 8;
    private static readonly uint[] Table = CreateTable();

    private uint _state = uint.MaxValue;

    /// <summary>The hash of <paramref name="source"/> as four bytes, least significant first.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> source)
    {
        var hash = new byte[HashSize];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, HashToUInt32(source));
        return hash;
    }

    /// <summary>Writes the hash of <paramref name="source"/>, least significant byte first.</summary>
    /// <returns>The number of bytes written: 4.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 4 bytes.</exception>
    public static int Hash(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < HashSize)
        {
            throw new ArgumentException("The destination is too short for a CRC-32.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, HashToUInt32(source));
        return HashSize;
    }

    /// <summary>The hash of <paramref name="source"/> as a number.</summary>
    public static uint HashToUInt32(ReadOnlySpan<byte> source) => ~Update(uint.MaxValue, source);

    /// <summary>Adds <paramref name="source"/> to what is hashed.</summary>
    public void Append(ReadOnlySpan<byte> source) => _state = Update(_state, source);

    /// <summary>Forgets everything appended so far.</summary>
    public void Reset() => _state = uint.MaxValue;

    /// <summary>The hash of everything appended so far, as a number; more may be appended afterwards.</summary>
    public uint GetCurrentHashAsUInt32() => ~_state;

    /// <summary>The hash of everything appended so far as four bytes, least significant first.</summary>
    public byte[] GetCurrentHash()
    {
        var hash = new byte[HashSize];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, GetCurrentHashAsUInt32());
        return hash;
    }

    /// <summary>Like <see cref="GetCurrentHash"/>, and starts again from nothing.</summary>
    public byte[] GetHashAndReset()
    {
        var hash = GetCurrentHash();
        Reset();
        return hash;
    }

    // Eight tables of 256: slice s holds what a byte contributes that lies s bytes before the end of a block.
    private static uint[] CreateTable()
    {
        var table = new uint[Slices * 256];
        for (uint value = 0; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ ReflectedPolynomial : crc >> 1;
            }

            table[value] = crc;
        }

        for (var index = 256; index < table.Length; index++)
        {
            var previous = table[index - 256];
            table[index] = (previous >> 8) ^ table[previous & 0xFF];
        }

        return table;
    }

    private static uint Update(uint state, ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<uint> table = Table;
        while (source.Length >= Slices)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(source) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
            state = table[(7 * 256) + (byte)low]
                ^ table[(6 * 256) + (byte)(low >> 8)]
                ^ table[(5 * 256) + (byte)(low >> 16)]
                ^ table[(4 * 256) + (byte)(low >> 24)]
                ^ table[(3 * 256) + (byte)high]
                ^ table[(2 * 256) + (byte)(high >> 8)]
                ^ table[256 + (byte)(high >> 16)]
                ^ table[(byte)(high >> 24)];
            source = source[Slices..];
        }

        foreach (var value in source)
        {
            state = (state >> 8) ^ table[(byte)(state ^ value)];
        }

        return state;
    }
}
