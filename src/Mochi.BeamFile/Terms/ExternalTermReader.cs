using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Reads the external term format. Terms that wait for their parts stand on a stack of our own, and the parts on
/// another, so neither depth nor a false count costs more memory than the data itself.
/// </summary>
internal ref partial struct ExternalTermReader
{
    private readonly TermReadingBuffers _buffers;
    private readonly List<Term> _values;
    private readonly ReadLimits _limits;
    private ByteReader _reader;
    private int _depth;
    private int _nodes;
    private int _openMaps;

    private ExternalTermReader(ByteReader reader, ReadLimits limits, TermReadingBuffers buffers)
    {
        _buffers = buffers;
        _values = buffers.Values;

        // Something is left when the term before was damaged.
        _values.Clear();
        _reader = reader;
        _limits = limits;
    }

    internal enum Shape
    {
        Tuple,
        List,
        Map,
        Record,
        Fun,
    }

    /// <summary>Reads the version byte and a term, which may be compressed.</summary>
    /// <param name="data">The data, a whole chunk or a part of one.</param>
    /// <param name="chunk">The chunk that diagnostics name.</param>
    /// <param name="position">Where the term begins; afterwards, where it ends.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="buffers">Shared by the terms of a table; <see langword="null"/> for a term of its own.</param>
    public static Term ReadVersioned(
        ReadOnlyMemory<byte> data, string chunk, ref int position, ReadLimits limits, TermReadingBuffers? buffers = null)
    {
        buffers ??= new TermReadingBuffers();
        var reader = new ByteReader(data.Span, chunk, position);
        if (reader.ReadByte() is var version && version != ExternalTermTag.Version)
        {
            throw reader.Error(
                BeamFileCodes.BadTerm, $"a term begins with the byte 131, not with {version}", reader.Position - 1);
        }

        if (!reader.IsAtEnd && data.Span[reader.Position] == ExternalTermTag.Compressed)
        {
            return ReadCompressed(data, chunk, ref reader, ref position, limits, buffers);
        }

        var terms = new ExternalTermReader(reader, limits, buffers);
        var term = terms.Read();
        position = terms._reader.Position;
        return term;
    }

    private static Term ReadCompressed(
        ReadOnlyMemory<byte> data, string chunk, ref ByteReader reader, ref int position, ReadLimits limits,
        TermReadingBuffers buffers)
    {
        var start = reader.Position;
        reader.ReadByte();
        var size = reader.ReadUInt32();
        var stream = data[reader.Position..];
        if (size > limits.InflatedSize || size > (long)stream.Length * limits.InflateRatio)
        {
            throw reader.Error(
                BeamFileCodes.LimitExceeded, $"a compressed term of {stream.Length} bytes claims to be {size} bytes",
                start);
        }

        var content = Compression.Zlib.TryDecompress(stream, (int)size)
            ?? throw reader.Error(BeamFileCodes.BadCompression, "a compressed term is damaged", start);
        var terms = new ExternalTermReader(new ByteReader(content, chunk), limits, buffers);
        var term = terms.Read();
        if (!terms._reader.IsAtEnd)
        {
            throw reader.Error(BeamFileCodes.BadTerm, "a compressed term is followed by other data", start);
        }

        // Where the stream ends is not known; a compressed term is the last thing in its chunk.
        position = data.Length;
        return term;
    }

    private Term Read()
    {
        while (true)
        {
            var value = ReadHead();
            while (value is not null)
            {
                if (_depth == 0)
                {
                    return value;
                }

                _values.Add(value);
                ref readonly var frame = ref _buffers.Open[_depth - 1];
                if (_values.Count - frame.Start < frame.Count)
                {
                    break;
                }

                _depth--;
                value = Complete(frame);
            }
        }
    }

    /// <summary>Reads a term up to its parts; <see langword="null"/> when parts have to follow.</summary>
    private Term? ReadHead()
    {
        if (++_nodes > _limits.TermNodes)
        {
            throw Error(BeamFileCodes.LimitExceeded, $"there are more than {_limits.TermNodes} terms");
        }

        var tag = _reader.ReadByte();
        return tag switch
        {
            ExternalTermTag.SmallInteger => IntegerTerm.Of((long)_reader.ReadByte()),
            ExternalTermTag.Integer => IntegerTerm.Of((long)_reader.ReadInt32()),
            ExternalTermTag.SmallBig => ReadBig(_reader.ReadByte()),
            ExternalTermTag.LargeBig => ReadBig(_reader.ReadUInt32()),
            ExternalTermTag.NewFloat => MakeFloat(BitConverter.Int64BitsToDouble(_reader.ReadInt64())),
            ExternalTermTag.Float => ReadTextFloat(),
            ExternalTermTag.Nil => NilTerm.Instance,
            ExternalTermTag.String => ReadString(),
            ExternalTermTag.Binary => new BitstringTerm([.. _reader.ReadBytes(_reader.ReadCount(1, "bytes"))], 8),
            ExternalTermTag.BitBinary => ReadBits(),
            ExternalTermTag.SmallTuple => Open(Shape.Tuple, _reader.ReadByte(), 0),
            ExternalTermTag.LargeTuple => Open(Shape.Tuple, _reader.ReadCount(1, "elements"), 0),
            ExternalTermTag.List => Open(Shape.List, _reader.ReadCount(1, "elements"), 1),
            ExternalTermTag.Map => OpenMap(),
            ExternalTermTag.Export => ReadExport(),
            ExternalTermTag.NewFun => OpenFun(),
            ExternalTermTag.NativeRecord => OpenRecord(),
            ExternalTermTag.NewPid or ExternalTermTag.Pid => ReadPid(tag),
            ExternalTermTag.NewPort or ExternalTermTag.Port or ExternalTermTag.V4Port => ReadPort(tag),
            ExternalTermTag.Reference or ExternalTermTag.NewReference or ExternalTermTag.NewerReference =>
                ReadReference(tag),
            ExternalTermTag.SmallAtomUtf8 => ReadSmallAtom(),
            _ => new AtomTerm(ReadAtomText(tag)),
        };
    }

    private readonly DiagnosticException Error(string code, string message) =>
        _reader.Error(code, message, _reader.Position);

    private Term? Open(Shape shape, int count, int extra, object? head = null)
    {
        var total = count + extra;
        if (shape == Shape.List && count == 0)
        {
            total = 1;
        }

        var frame = new Frame(shape, total, _values.Count, head);
        if (total == 0)
        {
            _openMaps += shape == Shape.Map ? 1 : 0;
            return Complete(frame);
        }

        if (_depth >= _limits.TermDepth)
        {
            throw Error(BeamFileCodes.LimitExceeded, $"a term nests deeper than {_limits.TermDepth} levels");
        }

        if (shape == Shape.Map && ++_openMaps > _limits.MapDepth)
        {
            throw Error(BeamFileCodes.LimitExceeded, $"maps nest deeper than {_limits.MapDepth} levels");
        }

        if (_depth == _buffers.Open.Length)
        {
            _buffers.GrowOpen();
        }

        _buffers.Open[_depth++] = frame;
        return null;
    }

    private Term? OpenMap()
    {
        var count = _reader.ReadCount(2, "pairs");
        return Open(Shape.Map, count * 2, 0);
    }

    private Term Complete(in Frame frame)
    {
        var parts = CollectionsMarshal.AsSpan(_values).Slice(frame.Start, frame.Count);
        Term term = frame.Shape switch
        {
            Shape.Tuple => new TupleTerm([.. parts]),
            Shape.List => MakeList(parts),
            Shape.Map => MakeMap(parts),
            Shape.Record => MakeRecord((RecordHead)frame.Head!, parts),
            _ => MakeFun((LocalFunTerm)frame.Head!, parts),
        };
        _openMaps -= frame.Shape == Shape.Map ? 1 : 0;
        _values.RemoveRange(frame.Start, frame.Count);
        return term;
    }

    private Term MakeList(ReadOnlySpan<Term> parts)
    {
        // A list whose tail is a list is copied into one; that counts as reading the tail again.
        if (parts[^1] is ListTerm tail && (_nodes += tail.Elements.Length) > _limits.TermNodes)
        {
            throw Error(BeamFileCodes.LimitExceeded, $"there are more than {_limits.TermNodes} terms");
        }

        return ListTerm.Create([.. parts[..^1]], parts[^1]);
    }

    private readonly MapTerm MakeMap(ReadOnlySpan<Term> parts)
    {
        var pairs = new KeyValuePair<Term, Term>[parts.Length / 2];
        for (var index = 0; index < pairs.Length; index++)
        {
            pairs[index] = new KeyValuePair<Term, Term>(parts[2 * index], parts[(2 * index) + 1]);
        }

        return MapTerm.TryCreate(ImmutableCollectionsMarshal.AsImmutableArray(pairs))
            ?? throw Error(BeamFileCodes.BadTerm, "two keys of a map are equal");
    }

    private static NativeRecordTerm MakeRecord(RecordHead head, ReadOnlySpan<Term> values)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, Term>>(values.Length);
        for (var index = 0; index < values.Length; index++)
        {
            fields.Add(KeyValuePair.Create(head.Fields[index], values[index]));
        }

        return new NativeRecordTerm(head.Module, head.Name, head.IsExported, fields.MoveToImmutable());
    }

    private static LocalFunTerm MakeFun(LocalFunTerm head, ReadOnlySpan<Term> parts) => new(
        head.Module, head.Arity, head.Index, head.Unique, head.OldIndex, head.OldUnique, parts[0], [.. parts[1..]]);

    private Term? OpenFun()
    {
        _reader.ReadUInt32();
        var arity = _reader.ReadByte();
        ImmutableArray<byte> unique = [.. _reader.ReadBytes(16)];
        var index = _reader.ReadUInt32();
        var free = _reader.ReadCount(1, "captured values");
        var module = ReadAtomText(_reader.ReadByte());
        var head = new LocalFunTerm(
            module, arity, index, unique, ReadSmallInteger(), ReadSmallInteger(), NilTerm.Instance, []);
        return Open(Shape.Fun, free, 1, head);
    }

    private Term? OpenRecord()
    {
        var count = _reader.ReadCount(2, "fields");
        var isExported = (_reader.ReadByte() & 1) != 0;
        var module = ReadAtomText(_reader.ReadByte());
        var name = ReadAtomText(_reader.ReadByte());
        var fields = new List<string>();
        for (var index = 0; index < count; index++)
        {
            fields.Add(ReadAtomText(_reader.ReadByte()));
        }

        return Open(Shape.Record, count, 0, new RecordHead(module, name, isExported, fields));
    }

    internal readonly struct Frame(Shape shape, int count, int start, object? head)
    {
        public Shape Shape => shape;

        /// <summary>How many parts it has.</summary>
        public int Count => count;

        /// <summary>How many parts of others stood before them.</summary>
        public int Start => start;

        /// <summary>What was read before the parts.</summary>
        public object? Head => head;
    }

    private sealed record RecordHead(string Module, string Name, bool IsExported, List<string> Fields);
}
