using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>Puts a bitstring together from its parts.</summary>
internal sealed class TermBits
{
    private readonly List<byte> _bytes = [];
    private int _bitsInLastByte = 8;

    public BitstringTerm ToTerm() => new([.. _bytes], _bytes.Count == 0 ? 8 : _bitsInLastByte);

    /// <summary>The lowest bits of an integer.</summary>
    public void AppendInteger(BigInteger value, int width, bool isLittle)
    {
        var rest = width % 8;
        if (rest == 0 && _bitsInLastByte == 8)
        {
            // Parts may be large: their bytes are made where they belong.
            var start = _bytes.Count;
            CollectionsMarshal.SetCount(_bytes, start + (width / 8));
            Fill(CollectionsMarshal.AsSpan(_bytes)[start..], value, isLittle);
            return;
        }

        var bytes = new byte[(width + 7) / 8];
        _bytes.EnsureCapacity(_bytes.Count + bytes.Length);
        Fill(bytes, value, isLittle);
        if (isLittle)
        {
            Append(bytes.AsSpan(0, width / 8));
            if (rest > 0)
            {
                AppendTop((byte)(bytes[^1] << (8 - rest)), rest);
            }

            return;
        }

        if (rest > 0)
        {
            AppendTop((byte)(bytes[0] << (8 - rest)), rest);
        }

        Append(bytes.AsSpan(rest > 0 ? 1 : 0));
    }

    private static void Fill(Span<byte> bytes, BigInteger value, bool isLittle)
    {
        ReadOnlySpan<byte> all = value.ToByteArray();
        var count = Math.Min(bytes.Length, all.Length);
        all[..count].CopyTo(bytes);
        bytes[count..].Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        if (!isLittle)
        {
            bytes.Reverse();
        }
    }

    public void AppendFloat(double value, int width, bool isLittle)
    {
        BigInteger bits = width switch
        {
            64 => BitConverter.DoubleToUInt64Bits(value),
            32 when float.IsFinite((float)value) => BitConverter.SingleToUInt32Bits((float)value),
            16 when Half.IsFinite((Half)value) => BitConverter.HalfToUInt16Bits((Half)value),
            16 or 32 => throw new SegmentException($"the float does not fit into {width} bits"),
            _ => throw new SegmentException("a float has 16, 32 or 64 bits"),
        };
        AppendInteger(bits, width, isLittle);
    }

    public void AppendBits(BitstringTerm part, long length)
    {
        if (length > part.BitLength)
        {
            throw new SegmentException("the bitstring is shorter than the size says");
        }

        Append(part.Bytes.AsSpan(0, (int)(length / 8)));
        if (length % 8 != 0)
        {
            var rest = (int)(length % 8);
            AppendTop((byte)(part.Bytes[(int)(length / 8)] & (0xFF << (8 - rest))), rest);
        }
    }

    public void AppendText(BigInteger character, string encoding, bool isLittle)
    {
        if (character < 0 || character > 0x10FFFF || !Rune.TryCreate((int)character, out var rune))
        {
            throw new SegmentException("this is no character");
        }

        Encoding form = encoding switch
        {
            "utf8" => Encoding.UTF8,
            "utf16" => isLittle ? Encoding.Unicode : Encoding.BigEndianUnicode,
            _ => isLittle ? Encoding.UTF32 : new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        };
        Append(form.GetBytes(rune.ToString()));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bitsInLastByte == 8)
        {
            _bytes.AddRange(bytes);
            return;
        }

        foreach (var value in bytes)
        {
            AppendTop(value, 8);
        }
    }

    /// <summary>The highest bits of a byte; the others are zero.</summary>
    private void AppendTop(byte value, int count)
    {
        if (_bitsInLastByte == 8)
        {
            _bytes.Add(value);
            _bitsInLastByte = count;
            return;
        }

        var free = 8 - _bitsInLastByte;
        _bytes[^1] |= (byte)(value >> _bitsInLastByte);
        if (count <= free)
        {
            _bitsInLastByte += count;
        }
        else
        {
            _bytes.Add((byte)(value << free));
            _bitsInLastByte = count - free;
        }
    }
}
