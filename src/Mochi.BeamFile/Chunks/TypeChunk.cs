using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>Type</c>: a version, a count and the types. A type is a mask of kinds and of flags for what follows: a
/// lower bound, an upper bound, a unit less 1. In version 1 it is a mask and two bounds; the lower being greater stands
/// for none.
/// </summary>
internal static class TypeChunk
{
    public const int NewestVersion = 4;

    // The kinds in the order of their bits: version 4 has all, version 3 lacks native records, versions 1 and 2 have
    // match contexts in third place.
    private static readonly BeamTypeKinds[] NewOrder =
    [
        BeamTypeKinds.Atom, BeamTypeKinds.Bitstring, BeamTypeKinds.Cons, BeamTypeKinds.Float, BeamTypeKinds.Fun,
        BeamTypeKinds.Integer, BeamTypeKinds.Map, BeamTypeKinds.Nil, BeamTypeKinds.Pid, BeamTypeKinds.Port,
        BeamTypeKinds.Reference, BeamTypeKinds.Tuple, BeamTypeKinds.NativeRecord,
    ];

    private static readonly BeamTypeKinds[] OldOrder =
    [
        BeamTypeKinds.Atom, BeamTypeKinds.Bitstring, BeamTypeKinds.MatchContext, BeamTypeKinds.Cons,
        BeamTypeKinds.Float,
        BeamTypeKinds.Fun, BeamTypeKinds.Integer, BeamTypeKinds.Map, BeamTypeKinds.Nil, BeamTypeKinds.Pid,
        BeamTypeKinds.Port, BeamTypeKinds.Reference, BeamTypeKinds.Tuple,
    ];

    public static void Write(ByteWriter writer, IReadOnlyList<BeamType> types, int version)
    {
        writer.WriteInt32(version);
        writer.WriteInt32(types.Count);
        foreach (var type in types)
        {
            if (version == 1)
            {
                WriteFixed(writer, type);
            }
            else
            {
                WriteEntry(writer, type, version);
            }
        }
    }

    private static int KindBits(int version) => version == 3 ? 12 : 13;

    private static void WriteEntry(ByteWriter writer, BeamType type, int version)
    {
        var bits = KindBits(version);
        var mask = Mask(type, version)
            | (type.Minimum is null ? 0 : 1 << bits)
            | (type.Maximum is null ? 0 : 2 << bits)
            | (type.Unit is null ? 0 : 4 << bits);
        writer.WriteUInt16(mask);
        if (type.Minimum is { } minimum)
        {
            writer.WriteInt64(minimum);
        }

        if (type.Maximum is { } maximum)
        {
            writer.WriteInt64(maximum);
        }

        if (type.Unit is { } unit)
        {
            writer.WriteByte(unit - 1);
        }
    }

    private static void WriteFixed(ByteWriter writer, BeamType type)
    {
        writer.WriteUInt16(Mask(type, 1));
        var isBounded = type.Minimum is not null && type.Maximum is not null;
        writer.WriteInt64(isBounded ? type.Minimum!.Value : 0);
        writer.WriteInt64(isBounded ? type.Maximum!.Value : -1);
    }

    private static int Mask(BeamType type, int version)
    {
        var order = version < 3 ? OldOrder : NewOrder;
        var kinds = type.Kinds;
        if (version < 3 && kinds == BeamTypeKinds.Any)
        {
            kinds |= BeamTypeKinds.MatchContext;
        }

        var mask = 0;
        for (var bit = 0; bit < KindBits(version); bit++)
        {
            if ((kinds & order[bit]) != 0)
            {
                mask |= 1 << bit;
            }
        }

        // A type of native records only, where the version has no word for them, is any term.
        return mask == 0 ? (1 << KindBits(version)) - 1 : mask;
    }

    /// <summary>Reads the table; <see langword="null"/> when its version is not known.</summary>
    public static TypeTable? Read(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data, ChunkId.Types);
        var version = reader.ReadUInt32();
        if (version is 0 or > NewestVersion)
        {
            return null;
        }

        var count = reader.ReadCount(version == 1 ? 18 : 2, "types");
        var types = ImmutableArray.CreateBuilder<BeamType>(count);
        for (var index = 0; index < count; index++)
        {
            var start = reader.Position;
            var type = version == 1 ? ReadFixed(ref reader) : ReadEntry(ref reader, (int)version);
            types.Add(type.Kinds != BeamTypeKinds.None
                ? type
                : throw reader.Error(
                    BeamFileCodes.BadOperand, $"type {index} is no kind of term at all, which loaders refuse", start));
        }

        return new TypeTable((int)version, types.MoveToImmutable());
    }

    private static BeamType ReadEntry(ref ByteReader reader, int version)
    {
        int mask = reader.ReadUInt16();
        var flags = mask >> KindBits(version);
        var kinds = Kinds(mask, version);
        long? minimum = (flags & 1) != 0 ? reader.ReadInt64() : null;
        long? maximum = (flags & 2) != 0 ? reader.ReadInt64() : null;
        int? unit = (flags & 4) != 0 ? reader.ReadByte() + 1 : null;
        return (minimum, maximum, unit, kinds) is (null, null, null, BeamTypeKinds.Any)
            ? BeamType.Any
            : new BeamType(kinds, minimum, maximum, unit);
    }

    private static BeamType ReadFixed(ref ByteReader reader)
    {
        int mask = reader.ReadUInt16();
        var minimum = reader.ReadInt64();
        var maximum = reader.ReadInt64();
        return minimum > maximum
            ? new BeamType(Kinds(mask, 1))
            : new BeamType(Kinds(mask, 1), minimum, maximum);
    }

    private static BeamTypeKinds Kinds(int mask, int version)
    {
        var bits = KindBits(version);
        var all = (1 << bits) - 1;
        if ((mask & all) == all)
        {
            return BeamTypeKinds.Any;
        }

        var order = version < 3 ? OldOrder : NewOrder;
        var kinds = BeamTypeKinds.None;
        for (var bit = 0; bit < bits; bit++)
        {
            if ((mask & (1 << bit)) != 0)
            {
                kinds |= order[bit];
            }
        }

        return kinds;
    }
}
