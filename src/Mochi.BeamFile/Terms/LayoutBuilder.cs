using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>Measures a term: the text of its leaves and the length of every part; without recursion.</summary>
internal sealed class LayoutBuilder(TermPrintOptions options)
{
    private readonly Stack<Frame> _open = new();

    /// <summary>The term with its lengths.</summary>
    public LayoutNode Measure(Term term)
    {
        var node = Begin(term);
        while (true)
        {
            if (node is null)
            {
                node = Begin(_open.Peek().NextChild);
                continue;
            }

            if (!_open.TryPeek(out var frame))
            {
                return node;
            }

            frame.Add(node);
            node = frame.IsComplete ? _open.Pop().Complete(options) : null;
        }
    }

    private LayoutNode? Begin(Term term)
    {
        if (TermLeaf.TryText(term, options) is { } text)
        {
            return term is BitstringTerm { Bytes.IsEmpty: false } && text[2] != '"'
                ? LayoutNode.Bits(text)
                : LayoutNode.Leaf(text);
        }

        var frame = new Frame(term, options);
        if (frame.IsComplete)
        {
            return frame.Complete(options);
        }

        _open.Push(frame);
        return null;
    }

    /// <summary>A term some of whose parts are measured.</summary>
    private sealed class Frame
    {
        private readonly Term _term;
        private readonly LayoutNode[] _parts;
        private readonly ImmutableArray<KeyValuePair<Term, Term>> _pairs = [];
        private int _filled;

        public Frame(Term term, TermPrintOptions options)
        {
            _term = term;
            _parts = new LayoutNode[term is ListTerm { IsProper: true } list ? list.Elements.Length : term.ChildCount];
            if (term is MapTerm map)
            {
                _pairs = options.OrderedMaps ? TermComparer.Sorted(map) : map.Pairs;
            }
        }

        public bool IsComplete => _filled == _parts.Length;

        public Term NextChild => _term is not MapTerm ? _term.Child(_filled)
            : _filled % 2 == 0 ? _pairs[_filled / 2].Key : _pairs[_filled / 2].Value;

        public void Add(LayoutNode node) => _parts[_filled++] = node;

        public LayoutNode Complete(TermPrintOptions options)
        {
            switch (_term)
            {
                case TupleTerm tuple:
                    var isTagged = tuple.Arity > 1 && tuple[0] is AtomTerm;
                    return new LayoutNode(
                        isTagged ? LayoutKind.TaggedTuple : LayoutKind.Tuple, "", _parts, Sum(2, _parts));
                case ListTerm list:
                    return new LayoutNode(LayoutKind.List, "", _parts, Sum(2, _parts)) { HasTail = !list.IsProper };
                case NativeRecordTerm record:
                    var name = TermLeaf.RecordHead(record, options);
                    var columns = LayoutNode.Columns(name);
                    var fields = Fields(record, options);
                    return new LayoutNode(LayoutKind.Record, name, fields, Sum(columns + 2, fields))
                    {
                        NameLength = columns,
                    };
                default:
                    var pairs = Pairs();
                    return new LayoutNode(LayoutKind.Map, "", pairs, Sum(3, pairs));
            }
        }

        private static long Sum(long brackets, LayoutNode[] parts)
        {
            var length = brackets + Math.Max(0, parts.Length - 1);
            foreach (var part in parts)
            {
                length += part.Length;
            }

            return length;
        }

        private LayoutNode[] Pairs()
        {
            var pairs = new LayoutNode[_parts.Length / 2];
            for (var index = 0; index < pairs.Length; index++)
            {
                var (key, value) = (_parts[index * 2], _parts[(index * 2) + 1]);
                pairs[index] = new LayoutNode(LayoutKind.Pair, "", [key, value], key.Length + 4 + value.Length);
            }

            return pairs;
        }

        private LayoutNode[] Fields(NativeRecordTerm record, TermPrintOptions options)
        {
            var fields = new LayoutNode[_parts.Length];
            for (var index = 0; index < fields.Length; index++)
            {
                var name = TermText.Atom(record.Fields[index].Key, options.Unicode);
                var columns = LayoutNode.Columns(name) + 3;
                fields[index] = new LayoutNode(
                    LayoutKind.Field, name, [_parts[index]], columns + _parts[index].Length)
                {
                    NameLength = columns,
                };
            }

            return fields;
        }
    }
}
