using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <content>The terms that have no other terms inside.</content>
internal ref partial struct ExternalTermReader
{
    private long ReadSmallInteger()
    {
        var tag = _reader.ReadByte();
        var value = tag switch
        {
            ExternalTermTag.SmallInteger => _reader.ReadByte(),
            ExternalTermTag.Integer => _reader.ReadInt32(),
            ExternalTermTag.SmallBig => ReadBig(_reader.ReadByte()).Value,
            _ => throw Error(BeamFileCodes.BadTerm, $"an integer is expected here, not the tag {tag}"),
        };
        return value >= long.MinValue && value <= long.MaxValue
            ? (long)value
            : throw Error(BeamFileCodes.BadTerm, "this integer is out of range");
    }

    private IntegerTerm ReadBig(uint length)
    {
        if (length > _limits.IntegerBytes)
        {
            throw Error(BeamFileCodes.LimitExceeded, $"an integer of {length} bytes is too large");
        }

        var isNegative = _reader.ReadByte() != 0;
        var magnitude = new BigInteger(_reader.ReadBytes((int)length), isUnsigned: true);
        return IntegerTerm.Of(isNegative ? -magnitude : magnitude);
    }

    private readonly FloatTerm MakeFloat(double value) =>
        double.IsFinite(value) ? new FloatTerm(value) : throw Error(BeamFileCodes.BadTerm, "a float is not finite");

    private FloatTerm ReadTextFloat()
    {
        var text = Encoding.Latin1.GetString(_reader.ReadBytes(31)).TrimEnd('\0');
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? MakeFloat(value)
            : throw Error(BeamFileCodes.BadTerm, "the text of a float is no number");
    }

    private Term ReadString()
    {
        var bytes = _reader.ReadBytes(_reader.ReadUInt16());
        var elements = ImmutableArray.CreateBuilder<Term>(bytes.Length);
        foreach (var value in bytes)
        {
            elements.Add(IntegerTerm.Of((long)value));
        }

        return ListTerm.Create(elements.MoveToImmutable(), NilTerm.Instance);
    }

    private BitstringTerm ReadBits()
    {
        var length = _reader.ReadCount(1, "bytes");
        var bits = _reader.ReadByte();
        if (bits is < 1 or > 8 || (length == 0 && bits != 8))
        {
            throw Error(BeamFileCodes.BadTerm, $"the last byte of a bitstring cannot have {bits} bits");
        }

        return new BitstringTerm([.. _reader.ReadBytes(length)], bits);
    }

    private ExternalFunTerm ReadExport()
    {
        var module = ReadAtomText(_reader.ReadByte());
        var function = ReadAtomText(_reader.ReadByte());
        var arity = ReadSmallInteger();
        return arity is >= 0 and <= 255
            ? new ExternalFunTerm(module, function, (int)arity)
            : throw Error(BeamFileCodes.BadTerm, $"a function cannot have {arity} arguments");
    }

    private PidTerm ReadPid(byte tag)
    {
        var node = ReadAtomText(_reader.ReadByte());
        return new PidTerm(
            node, _reader.ReadUInt32(), _reader.ReadUInt32(),
            tag == ExternalTermTag.Pid ? _reader.ReadByte() : _reader.ReadUInt32());
    }

    private PortTerm ReadPort(byte tag)
    {
        var node = ReadAtomText(_reader.ReadByte());
        var id = tag == ExternalTermTag.V4Port ? _reader.ReadUInt64() : _reader.ReadUInt32();
        return new PortTerm(node, id, tag == ExternalTermTag.Port ? _reader.ReadByte() : _reader.ReadUInt32());
    }

    private ReferenceTerm ReadReference(byte tag)
    {
        var count = tag == ExternalTermTag.Reference ? 1 : _reader.ReadUInt16();
        var node = ReadAtomText(_reader.ReadByte());
        if (count is 0 or > 5)
        {
            throw Error(BeamFileCodes.BadTerm, $"a reference cannot have {count} numbers");
        }

        uint first = tag == ExternalTermTag.Reference ? _reader.ReadUInt32() : 0;
        var creation = tag == ExternalTermTag.NewerReference ? _reader.ReadUInt32() : _reader.ReadByte();
        var ids = ImmutableArray.CreateBuilder<uint>(count);
        for (var index = 0; index < count; index++)
        {
            ids.Add(tag == ExternalTermTag.Reference ? first : _reader.ReadUInt32());
        }

        return new ReferenceTerm(node, creation, ids.MoveToImmutable());
    }

    // The same few atoms occur in one literal after the other.
    private AtomTerm ReadSmallAtom()
    {
        var bytes = _reader.ReadBytes(_reader.ReadByte());
        return _buffers.FindAtom(bytes) ?? _buffers.KeepAtom(bytes, new AtomTerm(DecodeAtom(bytes)));
    }

    private readonly string DecodeAtom(ReadOnlySpan<byte> bytes) =>
        Utf8Text.TryDecode(bytes) ?? throw Error(BeamFileCodes.BadText, "an atom is not valid UTF-8");

    private string ReadAtomText(byte tag)
    {
        var length = tag switch
        {
            ExternalTermTag.SmallAtomUtf8 or ExternalTermTag.SmallAtom => _reader.ReadByte(),
            ExternalTermTag.AtomUtf8 or ExternalTermTag.Atom => _reader.ReadUInt16(),
            _ => throw Error(BeamFileCodes.BadTerm, $"no term begins with the tag {tag}"),
        };
        var bytes = _reader.ReadBytes(length);
        var name = tag is ExternalTermTag.SmallAtom or ExternalTermTag.Atom
            ? Encoding.Latin1.GetString(bytes)
            : DecodeAtom(bytes);
        return AtomTerm.IsNameTooLong(name)
            ? throw Error(BeamFileCodes.BadTerm, $"an atom has at most {ReadLimits.AtomCharacters} characters")
            : name;
    }
}
