using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

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

    // What does not depend on the step before is added up ahead, so that nothing waits for it.
    private void Transform(ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[16];
        MemoryMarshal.Cast<byte, uint>(block)[..words.Length].CopyTo(words);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        var (a, b, c, d) = (_a, _b, _c, _d);
        for (var step = 0; step < 16; step += 4)
        {
            var w = a + Sines[step] + words[step];
            var x = d + Sines[step + 1] + words[step + 1];
            var y = c + Sines[step + 2] + words[step + 2];
            var z = b + Sines[step + 3] + words[step + 3];
            a = b + BitOperations.RotateLeft((d ^ (b & (c ^ d))) + w, 7);
            d = a + BitOperations.RotateLeft((c ^ (a & (b ^ c))) + x, 12);
            c = d + BitOperations.RotateLeft((b ^ (d & (a ^ b))) + y, 17);
            b = c + BitOperations.RotateLeft((a ^ (c & (d ^ a))) + z, 22);
        }

        for (var step = 16; step < 32; step += 4)
        {
            var w = a + Sines[step] + words[((5 * step) + 1) & 15];
            var x = d + Sines[step + 1] + words[((5 * (step + 1)) + 1) & 15];
            var y = c + Sines[step + 2] + words[((5 * (step + 2)) + 1) & 15];
            var z = b + Sines[step + 3] + words[((5 * (step + 3)) + 1) & 15];
            a = b + BitOperations.RotateLeft((b & d) + ((~d & c) + w), 5);
            d = a + BitOperations.RotateLeft((a & c) + ((~c & b) + x), 9);
            c = d + BitOperations.RotateLeft((d & b) + ((~b & a) + y), 14);
            b = c + BitOperations.RotateLeft((c & a) + ((~a & d) + z), 20);
        }

        for (var step = 32; step < 48; step += 4)
        {
            var w = a + Sines[step] + words[((3 * step) + 5) & 15];
            var x = d + Sines[step + 1] + words[((3 * (step + 1)) + 5) & 15];
            var y = c + Sines[step + 2] + words[((3 * (step + 2)) + 5) & 15];
            var z = b + Sines[step + 3] + words[((3 * (step + 3)) + 5) & 15];
            a = b + BitOperations.RotateLeft((b ^ (c ^ d)) + w, 4);
            d = a + BitOperations.RotateLeft((a ^ (b ^ c)) + x, 11);
            c = d + BitOperations.RotateLeft((d ^ (a ^ b)) + y, 16);
            b = c + BitOperations.RotateLeft((c ^ (d ^ a)) + z, 23);
        }

        for (var step = 48; step < 64; step += 4)
        {
            var w = a + Sines[step] + words[(7 * step) & 15];
            var x = d + Sines[step + 1] + words[(7 * (step + 1)) & 15];
            var y = c + Sines[step + 2] + words[(7 * (step + 2)) & 15];
            var z = b + Sines[step + 3] + words[(7 * (step + 3)) & 15];
            a = b + BitOperations.RotateLeft((c ^ (b | ~d)) + w, 6);
            d = a + BitOperations.RotateLeft((b ^ (a | ~c)) + x, 10);
            c = d + BitOperations.RotateLeft((a ^ (d | ~b)) + y, 15);
            b = c + BitOperations.RotateLeft((d ^ (c | ~a)) + z, 21);
        }

        _a += a;
        _b += b;
        _c += c;
        _d += d;
    }
}
