using System.Globalization;
using System.Numerics;
using System.Text;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Dumping;

/// <summary>Says what each byte of the external term format means.</summary>
internal static class TermMap
{
    /// <summary>Walks through the byte 131 and a term, which may be compressed.</summary>
    public static void Versioned(ByteMap map)
    {
        if (map.Peek() != 131)
        {
            throw new UnexpectedBytesException();
        }

        if (map.Peek(1) != 80)
        {
            map.Take(1, "a term follows");
            One(map);
            return;
        }

        var size = map.PeekUInt32(2);
        map.Take(2, "a compressed term follows");
        map.Take(4, Text($"of {size} bytes"));
        Inflated(map, size, One);
    }

    /// <summary>Walks through a zlib stream up to the end of the part, and through what it holds.</summary>
    public static void Inflated(ByteMap map, uint size, Action<ByteMap> walk)
    {
        var stream = map.Rest;
        var limits = ReadLimits.Default;
        map.TakeRest("zlib stream");
        var isAcceptable = size <= limits.InflatedSize && size <= (long)stream.Length * limits.InflateRatio;
        if (isAcceptable && Zlib.TryDecompress(stream, (int)size) is { } content)
        {
            var inner = new ByteMap(map.Region + " inflated", content, map.Ranges) { Depth = map.Depth };
            inner.Within(content.Length, walk);
        }
    }

    /// <summary>Walks through a term.</summary>
    public static void One(ByteMap map)
    {
        // Parts that are still to come, innermost last: how many terms, and then how many bytes that end the term.
        var open = new Stack<Parts>();
        var depth = map.Depth;
        while (true)
        {
            map.Depth = depth + Math.Min(open.Count, 16);
            if (Head(map) is { } parts)
            {
                open.Push(parts);
            }
            else if (open.Count > 0)
            {
                open.Peek().Terms--;
            }

            while (open.Count > 0 && open.Peek().Terms == 0)
            {
                var done = open.Pop();
                map.Take(done.TrailingBytes, done.Trailer);
                if (open.Count > 0)
                {
                    open.Peek().Terms--;
                }
            }

            if (open.Count == 0)
            {
                map.Depth = depth;
                return;
            }
        }
    }

    // Takes a term up to its parts; null when it has none.
    private static Parts? Head(ByteMap map)
    {
        switch (map.Peek())
        {
            case 97:
                map.Take(2, Text($"integer {map.Peek(1)}"));
                return null;
            case 98:
                map.Take(5, Text($"integer {(int)map.PeekUInt32(1)}"));
                return null;
            case 110:
                Big(map, 3, map.Peek(1), map.Peek(2));
                return null;
            case 111:
                Big(map, 6, map.PeekUInt32(1), map.Peek(5));
                return null;
            case 70:
                var bits = ((ulong)map.PeekUInt32(1) << 32) | map.PeekUInt32(5);
                map.Take(9, $"float {BitConverter.UInt64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture)}");
                return null;
            case 99:
                map.Take(32, $"float {Encoding.ASCII.GetString(map.PeekBytes(1, 31)).TrimEnd('\0')}");
                return null;
            case 106:
                map.Take(1, "[]");
                return null;
            case 107:
                var length = map.PeekUInt16(1);
                map.Take(3, Text($"list of {length} bytes"));
                Bytes(map, length);
                return null;
            case 109:
                Binary(map, 5, map.PeekUInt32(1), "");
                return null;
            case 77:
                Binary(map, 6, map.PeekUInt32(1), Text($", {map.Peek(5)} bits in the last"));
                return null;
            case 119 or 115:
                Atom(map, 2, map.Peek(1));
                return null;
            case 118 or 100:
                Atom(map, 3, map.PeekUInt16(1));
                return null;
            default:
                return Compound(map);
        }
    }

    private static Parts? Compound(ByteMap map)
    {
        switch (map.Peek())
        {
            case 104:
                return Open(map, 2, map.Peek(1), Text($"tuple of {map.Peek(1)}"));
            case 105:
                return Open(map, 5, map.PeekUInt32(1), Text($"tuple of {map.PeekUInt32(1)}"));
            case 108:
                return Open(map, 5, map.PeekUInt32(1) + 1L, Text($"list of {map.PeekUInt32(1)} and its tail"));
            case 116:
                return Open(map, 5, map.PeekUInt32(1) * 2L, Text($"map of {map.PeekUInt32(1)} pairs"));
            case 113:
                return Open(map, 1, 3, "external fun: module, name, arity");
            case 112:
                var free = map.PeekUInt32(26);
                return Open(map, 30, 4L + free, Text($"local fun of arity {map.Peek(5)} with {free} captured values"));
            case 67:
                var fields = map.PeekUInt32(1);
                return Open(map, 6, 2 + (2L * fields), Text($"native record of {fields} fields: module, name, names, values"));
            case 88:
                return Open(map, 1, 1, "pid", 12, "number, serial, creation");
            case 103:
                return Open(map, 1, 1, "pid", 9, "number, serial, creation");
            case 120:
                return Open(map, 1, 1, "port", 12, "number, creation");
            case 89:
                return Open(map, 1, 1, "port", 8, "number, creation");
            case 102:
                return Open(map, 1, 1, "port", 5, "number, creation");
            case 101:
                return Open(map, 1, 1, "reference", 5, "number, creation");
            case 90:
                return Open(map, 3, 1, "reference", 4 + (4 * map.PeekUInt16(1)), "creation, numbers");
            case 114:
                return Open(map, 3, 1, "reference", 1 + (4 * map.PeekUInt16(1)), "creation, numbers");
            default:
                throw new UnexpectedBytesException();
        }
    }

    private static Parts? Open(ByteMap map, int size, long terms, string meaning, int trailingBytes = 0, string trailer = "")
    {
        map.Take(size, meaning);
        return terms == 0 ? null : new Parts(terms, trailingBytes, trailer);
    }

    private static void Big(ByteMap map, int head, uint size, byte sign)
    {
        // Larger ones than any program writes out would take long to turn into decimal digits.
        var value = size > 256 ? Text($"of {size} bytes")
            : Text($"{(sign == 0 ? BigInteger.One : BigInteger.MinusOne) * new BigInteger(map.PeekBytes(head, (int)size), isUnsigned: true)}");
        map.Take(head, Text($"integer of {size} bytes, lowest first"));
        map.Take((int)Math.Min(size, int.MaxValue), $"integer {value}");
    }

    private static void Binary(ByteMap map, int head, uint size, string more)
    {
        map.Take(head, Text($"binary of {size} bytes{more}"));
        Bytes(map, size);
    }

    private static void Bytes(ByteMap map, uint size) => Bytes(map, (int)Math.Min(size, int.MaxValue));

    private static void Bytes(ByteMap map, int size) =>
        map.Take(size, size > 0 ? ByteText.Of(map.PeekBytes(0, size)) : "");

    private static void Atom(ByteMap map, int head, int size)
    {
        var isLatin = map.Peek() is 115 or 100;
        var text = map.PeekBytes(head, size);
        map.Take(head + size, $"atom {TermPrinter.Atom((isLatin ? Encoding.Latin1 : Encoding.UTF8).GetString(text))}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Parts(long terms, int trailingBytes, string trailer)
    {
        public long Terms { get; set; } = terms;

        public int TrailingBytes { get; } = trailingBytes;

        public string Trailer { get; } = trailer;
    }
}
