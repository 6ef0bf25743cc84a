using System.Buffers.Binary;
using System.Numerics;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// Compact terms, the encoding of operands: a tag in the low three bits of the first byte, a value in the rest and in
/// the bytes after it, always in the shortest form.
/// </summary>
internal static class CompactTerm
{
    /// <summary>The greatest value that takes at most three bytes.</summary>
    public const int MaximumShort = 0x7FFF;

    public const int Unsigned = 0;
    public const int Integer = 1;
    public const int Atom = 2;
    public const int X = 3;
    public const int Y = 4;
    public const int Label = 5;
    public const int Character = 6;
    public const int Extended = 7;

    public const byte List = 0x17;
    public const byte FloatRegister = 0x27;
    public const byte AllocationList = 0x37;
    public const byte Literal = 0x47;
    public const byte TypedRegister = 0x57;

    /// <summary>
    /// A term of up to three bytes as one negative number: the bytes, the first lowest, and in bits 24 and 25 how many there
    /// are.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">The value, at most <see cref="MaximumShort"/>.</param>
    public static int ShortForm(int tag, int value) => value switch
    {
        < 16 => int.MinValue | (1 << 24) | (value << 4) | tag,
        < 0x800 => int.MinValue | (2 << 24) | ((value & 0xFF) << 8) | ((value >> 3) & 0xE0) | 0x08 | tag,
        _ => int.MinValue | (3 << 24) | ((value & 0xFF) << 16) | (value & 0xFF00) | 0x18 | tag,
    };

    public static void Write(ByteWriter writer, int tag, int value)
    {
        if ((uint)value > MaximumShort)
        {
            WriteLong(writer, tag, value);
            return;
        }

        var form = ShortForm(tag, value);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Reserve(4), (uint)form);
        writer.GiveBack(4 - ((form >> 24) & 3));
    }

    public static void Write(ByteWriter writer, int tag, ulong value)
    {
        if (value <= int.MaxValue)
        {
            Write(writer, tag, (int)value);
        }
        else
        {
            Write(writer, tag, (BigInteger)value);
        }
    }

    public static void WriteLong(ByteWriter writer, int tag, long value)
    {
        if ((ulong)value <= MaximumShort)
        {
            Write(writer, tag, (int)value);
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        var start = 0;
        while (start < 6 && (value < 0 ? bytes[start] == 0xFF && bytes[start + 1] >= 0x80
            : bytes[start] == 0 && bytes[start + 1] < 0x80))
        {
            start++;
        }

        WriteBytes(writer, tag, bytes[start..]);
    }

    public static void Write(ByteWriter writer, int tag, BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            WriteLong(writer, tag, (long)value);
        }
        else
        {
            WriteBytes(writer, tag, value.ToByteArray(isUnsigned: false, isBigEndian: true));
        }
    }

    private static void WriteBytes(ByteWriter writer, int tag, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= 8)
        {
            writer.WriteByte(((bytes.Length - 2) << 5) | 0x18 | tag);
        }
        else
        {
            writer.WriteByte(0xF8 | tag);
            Write(writer, Unsigned, bytes.Length - 9);
        }

        writer.Write(bytes);
    }
}
