using System.Numerics;
using System.Text;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Writes terms in the external term format exactly as OTP 26 and later do; terms of any depth, without recursion.
/// </summary>
internal static class ExternalTermWriter
{
    /// <summary>Writes the version byte and the term.</summary>
    public static void WriteVersioned(ByteWriter writer, Term term, TermEncoding encoding)
    {
        writer.WriteByte(ExternalTermTag.Version);
        Write(writer, term, encoding);
    }

    public static void Write(ByteWriter writer, Term term, TermEncoding encoding)
    {
        if (WriteHead(writer, term, encoding) is not { } first)
        {
            return;
        }

        var outer = new Stack<Frame>();
        var frame = new Frame(first, writer.Length);
        while (true)
        {
            if (frame.Next < frame.Term.ChildCount)
            {
                if (WriteHead(writer, frame.Term.Child(frame.Next++), encoding) is { } child)
                {
                    outer.Push(frame);
                    frame = new Frame(child, writer.Length);
                }
            }
            else
            {
                Close(writer, frame);
                if (!outer.TryPop(out frame))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Lists of bytes that are short enough have a form of their own, one byte an element.</summary>
    private static bool IsCharacterList(ListTerm list)
    {
        if (list.Elements.Length > ushort.MaxValue || !list.IsProper)
        {
            return false;
        }

        foreach (var element in list.Elements)
        {
            if (element is not IntegerTerm { Value: var value } || value.Sign < 0 || value > byte.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Writes all of a term but its children; gives back the term whose children are to follow, or <see langword="null"/> when
    /// that was all.
    /// </summary>
    private static Term? WriteHead(ByteWriter writer, Term term, TermEncoding encoding)
    {
        switch (term)
        {
            case IntegerTerm integer:
                WriteInteger(writer, integer.Value);
                return null;
            case FloatTerm number:
                writer.WriteByte(ExternalTermTag.NewFloat);
                writer.WriteInt64(BitConverter.DoubleToInt64Bits(number.Value));
                return null;
            case AtomTerm atom:
                WriteAtom(writer, atom.Name);
                return null;
            case NilTerm:
                writer.WriteByte(ExternalTermTag.Nil);
                return null;
            case BitstringTerm bitstring:
                WriteBitstring(writer, bitstring);
                return null;
            case ListTerm list when IsCharacterList(list):
                WriteCharacterList(writer, list);
                return null;
            case ListTerm list:
                writer.WriteByte(ExternalTermTag.List);
                writer.WriteInt32(list.Elements.Length);
                break;
            case TupleTerm tuple:
                WriteCount(writer, ExternalTermTag.SmallTuple, ExternalTermTag.LargeTuple, tuple.Arity);
                break;
            case MapTerm map:
                writer.WriteByte(ExternalTermTag.Map);
                writer.WriteInt32(map.Pairs.Length);
                return encoding == TermEncoding.Deterministic ? InOrder(map) : map;
            case ExternalFunTerm fun:
                writer.WriteByte(ExternalTermTag.Export);
                WriteAtom(writer, fun.Module);
                WriteAtom(writer, fun.Function);
                WriteInteger(writer, fun.Arity);
                break;
            default:
                WriteIdentityHead(writer, term);
                break;
        }

        return term;
    }

    private static void WriteIdentityHead(ByteWriter writer, Term term)
    {
        switch (term)
        {
            case PidTerm pid:
                writer.WriteByte(ExternalTermTag.NewPid);
                WriteAtom(writer, pid.Node);
                writer.WriteUInt32(pid.Id);
                writer.WriteUInt32(pid.Serial);
                writer.WriteUInt32(pid.Creation);
                break;
            case PortTerm port when port.Id <= (1u << 28) - 1:
                writer.WriteByte(ExternalTermTag.NewPort);
                WriteAtom(writer, port.Node);
                writer.WriteUInt32((uint)port.Id);
                writer.WriteUInt32(port.Creation);
                break;
            case PortTerm port:
                writer.WriteByte(ExternalTermTag.V4Port);
                WriteAtom(writer, port.Node);
                writer.WriteUInt64(port.Id);
                writer.WriteUInt32(port.Creation);
                break;
            case ReferenceTerm reference:
                writer.WriteByte(ExternalTermTag.NewerReference);
                writer.WriteUInt16(reference.Ids.Length);
                WriteAtom(writer, reference.Node);
                writer.WriteUInt32(reference.Creation);
                foreach (var id in reference.Ids)
                {
                    writer.WriteUInt32(id);
                }

                break;
            case NativeRecordTerm record:
                WriteRecordHead(writer, record);
                break;
            case LocalFunTerm fun:
                writer.WriteByte(ExternalTermTag.NewFun);
                writer.WriteUInt32(0);
                writer.WriteByte(fun.Arity);
                writer.Write(fun.Unique.AsSpan());
                writer.WriteUInt32(fun.Index);
                writer.WriteInt32(fun.FreeVariables.Length);
                WriteAtom(writer, fun.Module);
                WriteInteger(writer, fun.OldIndex);
                WriteInteger(writer, fun.OldUnique);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(term), term.Kind, "not a kind of term that can be written");
        }
    }

    private static void Close(ByteWriter writer, Frame frame)
    {
        if (frame.Term is LocalFunTerm fun)
        {
            // The size counts everything after the tag, itself included; the head's length follows from its parts.
            var start = frame.Start - FunHeadLength(fun);
            writer.PatchUInt32(start, (uint)(writer.Length - start));
        }
    }

    private static int FunHeadLength(LocalFunTerm fun)
    {
        using var parts = new ByteWriter();
        WriteAtom(parts, fun.Module);
        WriteInteger(parts, fun.OldIndex);
        WriteInteger(parts, fun.OldUnique);
        return 4 + 1 + 16 + 4 + 4 + parts.Length;
    }

    private static MapTerm InOrder(MapTerm map)
    {
        var sorted = TermComparer.Sorted(map);
        return sorted == map.Pairs ? map : new MapTerm(sorted);
    }

    private static void WriteCharacterList(ByteWriter writer, ListTerm list)
    {
        writer.WriteByte(ExternalTermTag.String);
        writer.WriteUInt16(list.Elements.Length);
        var bytes = writer.Reserve(list.Elements.Length);
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)((IntegerTerm)list.Elements[index]).Value;
        }
    }

    private static void WriteRecordHead(ByteWriter writer, NativeRecordTerm record)
    {
        writer.WriteByte(ExternalTermTag.NativeRecord);
        writer.WriteInt32(record.Fields.Length);
        writer.WriteByte(record.IsExported ? 1 : 0);
        WriteAtom(writer, record.Module);
        WriteAtom(writer, record.Name);
        foreach (var (field, _) in record.Fields)
        {
            WriteAtom(writer, field);
        }
    }

    private static void WriteCount(ByteWriter writer, byte smallTag, byte largeTag, int count)
    {
        if (count <= byte.MaxValue)
        {
            writer.WriteByte(smallTag);
            writer.WriteByte(count);
        }
        else
        {
            writer.WriteByte(largeTag);
            writer.WriteInt32(count);
        }
    }

    private static void WriteInteger(ByteWriter writer, BigInteger value)
    {
        if (value.Sign >= 0 && value <= byte.MaxValue)
        {
            writer.WriteByte(ExternalTermTag.SmallInteger);
            writer.WriteByte((byte)value);
        }
        else if (value >= int.MinValue && value <= int.MaxValue)
        {
            writer.WriteByte(ExternalTermTag.Integer);
            writer.WriteInt32((int)value);
        }
        else
        {
            var magnitude = BigInteger.Abs(value);
            var length = magnitude.GetByteCount(isUnsigned: true);
            WriteCount(writer, ExternalTermTag.SmallBig, ExternalTermTag.LargeBig, length);
            writer.WriteByte(value.Sign < 0 ? 1 : 0);
            magnitude.TryWriteBytes(writer.Reserve(length), out _, isUnsigned: true);
        }
    }

    private static void WriteAtom(ByteWriter writer, string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length <= byte.MaxValue)
        {
            writer.WriteByte(ExternalTermTag.SmallAtomUtf8);
            writer.WriteByte(length);
        }
        else
        {
            writer.WriteByte(ExternalTermTag.AtomUtf8);
            writer.WriteUInt16(length);
        }

        Encoding.UTF8.GetBytes(name, writer.Reserve(length));
    }

    private static void WriteBitstring(ByteWriter writer, BitstringTerm bitstring)
    {
        writer.WriteByte(bitstring.IsBinary ? ExternalTermTag.Binary : ExternalTermTag.BitBinary);
        writer.WriteInt32(bitstring.Bytes.Length);
        if (!bitstring.IsBinary)
        {
            writer.WriteByte(bitstring.BitsInLastByte);
        }

        writer.Write(bitstring.Bytes.AsSpan());
    }

    private record struct Frame(Term Term, int Start, int Next = 0);
}
