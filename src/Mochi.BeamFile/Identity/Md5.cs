using System.Buffers.Binary;
using System.Numerics;

namespace Mochi.BeamFile.Identity;

/// <summary>
/// MD5 (RFC 1321), which the format of .beam files prescribes. The platform's own loads a native library for it, which
/// takes longer than the rest of writing a small module.
/// </summary>
internal sealed class Md5
{
    private const int BlockSize = 64;
    private const int LengthOffset = 56;

    private readonly byte[] _block = new byte[BlockSize];
    private uint _a = 0x6745_2301;
    private uint _b = 0xEFCD_AB89;
    private uint _c = 0x98BA_DCFE;
    private uint _d = 0x1032_5476;
    private ulong _length;

    // The integer part of 2^32 times |sin(i)|, i = 1 to 64.
    private static ReadOnlySpan<uint> Sines =>
    [
        0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE, 0xF57C0FAF, 0x4787C62A, 0xA8304613, 0xFD469501,
        0x698098D8, 0x8B44F7AF, 0xFFFF5BB1, 0x895CD7BE, 0x6B901122, 0xFD987193, 0xA679438E, 0x49B40821,
        0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA, 0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8,
        0x21E1CDE6, 0xC33707D6, 0xF4D50D87, 0x455A14ED, 0xA9E3E905, 0xFCEFA3F8, 0x676F02D9, 0x8D2A4C8A,
        0xFFFA3942, 0x8771F681, 0x6D9D6122, 0xFDE5380C, 0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
        0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05, 0xD9D4D039, 0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665,
        0xF4292244, 0x432AFF97, 0xAB9423A7, 0xFC93A039, 0x655B59C3, 0x8F0CCC92, 0xFFEFF47D, 0x85845DD1,
        0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1, 0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
    ];

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>The hash of <paramref name="data"/>, 16 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var hash = new Md5();
        hash.Append(data);
        return hash.Finish();
    }

    /// <summary>Adds <paramref name="data"/> to what is hashed.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        var filled = (int)(_length % BlockSize);
        _length += (ulong)data.Length;
        if (filled > 0)
        {
            var taken = Math.Min(BlockSize - filled, data.Length);
            data[..taken].CopyTo(_block.AsSpan(filled));
            data = data[taken..];
            if (filled + taken < BlockSize)
            {
                return;
            }

            Transform(_block);
        }

        for (; data.Length >= BlockSize; data = data[BlockSize..])
        {
            Transform(data);
        }

        data.CopyTo(_block);
    }

    /// <summary>The hash, 16 bytes; nothing may be appended afterwards.</summary>
    public byte[] Finish()
    {
        var bits = _length * 8;
        var filled = (int)(_length % BlockSize);
        Span<byte> end = stackalloc byte[2 * BlockSize];
        _block.AsSpan(0, filled).CopyTo(end);
        end[filled..].Clear();
        end[filled] = 0x80;
        var size = filled < LengthOffset ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64LittleEndian(end[(size - 8)..], bits);
        for (var start = 0; start < size; start += BlockSize)
        {
            Transform(end[start..]);
        }

        var hash = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, _a);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4), _b);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(8), _c);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(12), _d);
        return hash;
    }

    private void Transform(ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[16];
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * index)..]);
        }

        var (a, b, c, d) = (_a, _b, _c, _d);
        for (var step = 0; step < 16; step++)
        {
            var sum = a + ((b & c) | (~b & d)) + Sines[step] + words[step];
            (a, b, c, d) = (d, b + BitOperations.RotateLeft(sum, Shifts[step & 3]), b, c);
        }

        for (var step = 16; step < 32; step++)
        {
            var sum = a + ((d & b) | (~d & c)) + Sines[step] + words[((5 * step) + 1) & 15];
            (a, b, c, d) = (d, b + BitOperations.RotateLeft(sum, Shifts[4 | (step & 3)]), b, c);
        }

        for (var step = 32; step < 48; step++)
        {
            var sum = a + (b ^ c ^ d) + Sines[step] + words[((3 * step) + 5) & 15];
            (a, b, c, d) = (d, b + BitOperations.RotateLeft(sum, Shifts[8 | (step & 3)]), b, c);
        }

        for (var step = 48; step < 64; step++)
        {
            var sum = a + (c ^ (b | ~d)) + Sines[step] + words[(7 * step) & 15];
            (a, b, c, d) = (d, b + BitOperations.RotateLeft(sum, Shifts[12 | (step & 3)]), b, c);
        }

        _a += a;
        _b += b;
        _c += c;
        _d += d;
    }
}
