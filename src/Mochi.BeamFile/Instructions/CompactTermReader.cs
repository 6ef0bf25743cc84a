using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Instructions;

/// <summary>Reads compact terms.</summary>
internal static class CompactTermReader
{
    /// <summary>A tag and a value; for tag 7 the value is the whole first byte.</summary>
    public readonly record struct RawTerm(int Tag, long Value, BigInteger Large, bool IsLarge)
    {
        public BigInteger Integer => IsLarge ? Large : Value;
    }

    /// <summary>Reads a number of the three short forms, 0 to 32767; nothing of any other form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadSmall(ref ByteReader reader, out int tag, out int value)
    {
        int first = reader.ReadByte();
        tag = first & 7;
        value = first >> 4;
        if ((first & 0x08) == 0)
        {
            if (tag != CompactTerm.Extended)
            {
                return true;
            }
        }
        else if (tag != CompactTerm.Extended)
        {
            if ((first & 0x10) == 0)
            {
                value = ((first & 0xE0) << 3) | reader.ReadByte();
                return true;
            }

            if (value == 1 && reader.Remaining >= 2)
            {
                value = BinaryPrimitives.ReadInt16BigEndian(reader.ReadBytes(2));
                if (value >= 0)
                {
                    return true;
                }

                reader.Position -= 2;
            }
        }

        reader.Position--;
        return false;
    }

    public static RawTerm Read(ref ByteReader reader)
    {
        int first = reader.ReadByte();
        var tag = first & 7;
        if (tag == CompactTerm.Extended)
        {
            return new RawTerm(tag, first, default, false);
        }

        if ((first & 0x08) == 0)
        {
            return new RawTerm(tag, first >> 4, default, false);
        }

        if ((first & 0x10) == 0)
        {
            return new RawTerm(tag, ((first & 0xE0) << 3) | reader.ReadByte(), default, false);
        }

        var length = (first >> 5) + 2;
        if (length < 9)
        {
            long value = (sbyte)reader.ReadByte();
            for (var count = 1; count < length; count++)
            {
                value = (value << 8) | reader.ReadByte();
            }

            return new RawTerm(tag, value, default, false);
        }

        return ReadLong(ref reader, tag);
    }

    private static RawTerm ReadLong(ref ByteReader reader, int tag)
    {
        var start = reader.Position;
        var size = reader.ReadByte();

        // The size is a compact term itself; one of the forms for small numbers is enough for any size that fits.
        long length = 9 + ((size & 0x1F) == 0x08 ? ((size & 0xE0) << 3) | reader.ReadByte()
            : (size & 0x0F) == 0 ? size >> 4
            : (size & 0x1F) == 0x18 ? ReadSize(ref reader, (size >> 5) + 2)
            : -10);
        if (length < 9 || length > reader.Remaining)
        {
            throw reader.Error(BeamFileCodes.BadOperand, "the size of a large number is not as the format says", start);
        }

        if (length > ReadLimits.LargestInteger)
        {
            throw reader.Error(
                BeamFileCodes.LimitExceeded,
                $"a number has {length} bytes, more than the {ReadLimits.LargestInteger} that the machine can hold", start);
        }

        var value = new BigInteger(reader.ReadBytes((int)length), isUnsigned: false, isBigEndian: true);
        return value >= long.MinValue && value <= long.MaxValue
            ? new RawTerm(tag, (long)value, default, false)
            : new RawTerm(tag, 0, value, true);
    }

    private static long ReadSize(ref ByteReader reader, int bytes)
    {
        if (bytes > 4)
        {
            return -10;
        }

        long value = 0;
        for (; bytes > 0; bytes--)
        {
            value = (value << 8) | reader.ReadByte();
        }

        return value;
    }
}
