using System.Collections.Immutable;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>Prints terms as <c>io_lib</c> does; terms of any depth, without recursion.</summary>
public static class TermPrinter
{
    // What a string can hold with room to spare; deep terms broken into lines grow with the square of their depth.
    private const int Longest = 1 << 29;

    /// <summary>The text of a term as Erlang source on one line.</summary>
    /// <param name="term">The term.</param>
    /// <param name="longest">The length after which the text ends in <c>...</c>; no limit by default.</param>
    public static string Print(Term term, int longest = int.MaxValue) => Print(term, TermPrintOptions.Source, longest);

    /// <summary>The text of a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="options">How.</param>
    /// <param name="longest">
    /// The length after which the text ends in <c>...</c>. Without it that happens after 2^29 characters, which only
    /// terms get to that are nested ten thousands of levels deep and broken into lines.
    /// </param>
    public static string Print(Term term, TermPrintOptions options, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        longest = Math.Min(longest, Longest);
        var builder = new StringBuilder();
        if (options.LineLength > 0)
        {
            new TermLayout(builder, options, longest).Append(term);
        }
        else
        {
            AppendLine(builder, term, options, longest);
        }

        return builder.ToString();
    }

    /// <summary>The text of an atom, with quotes where it needs them.</summary>
    public static string Atom(string name) => TermText.Atom(name);

    /// <summary>A text between quotes, with escapes where it needs them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quote">The quote: <c>"</c> for strings, <c>'</c> for atoms.</param>
    public static string Quote(string text, char quote) => TermText.Quoted(text, quote, unicode: true);

    /// <summary>Cuts a text that is too long; whether it was.</summary>
    internal static bool Cut(StringBuilder builder, int longest)
    {
        if (builder.Length <= longest)
        {
            return false;
        }

        builder.Length = longest;
        builder.Append("...");
        return true;
    }

    private static void AppendLine(StringBuilder builder, Term term, TermPrintOptions options, int longest)
    {
        var open = new Stack<Frame>();
        Begin(builder, open, term, options, longest);
        while (!Cut(builder, longest) && open.TryPeek(out var frame))
        {
            if (frame.Next == frame.Count)
            {
                builder.Append(frame.Term is ListTerm ? ']' : '}');
                open.Pop();
                continue;
            }

            var index = frame.Next++;
            frame.Separate(builder, index, options);
            Begin(builder, open, frame.Child(index), options, longest);
        }
    }

    private static void Begin(StringBuilder builder, Stack<Frame> open, Term term, TermPrintOptions options, int longest)
    {
        if (TermLeaf.TryText(term, options, longest) is { } text)
        {
            builder.Append(text);
            return;
        }

        builder.Append(term switch
        {
            TupleTerm => "{",
            ListTerm => "[",
            NativeRecordTerm record => TermLeaf.RecordHead(record, options) + "{",
            _ => "#{",
        });
        open.Push(new Frame(term, options));
    }

    /// <summary>A term some of whose parts are printed.</summary>
    private sealed class Frame(Term term, TermPrintOptions options)
    {
        private readonly ImmutableArray<KeyValuePair<Term, Term>> _pairs = term is not MapTerm map ? default
            : options.OrderedMaps ? TermComparer.Sorted(map) : map.Pairs;

        public Term Term => term;

        public int Count { get; } = term is ListTerm { IsProper: true } list ? list.Elements.Length : term.ChildCount;

        public int Next { get; set; }

        public Term Child(int index) => term is not MapTerm ? term.Child(index)
            : index % 2 == 0 ? _pairs[index / 2].Key : _pairs[index / 2].Value;

        public void Separate(StringBuilder builder, int index, TermPrintOptions options)
        {
            if (term is MapTerm && index % 2 == 1)
            {
                builder.Append(" => ");
                return;
            }

            if (index > 0)
            {
                builder.Append(term is ListTerm list && index == list.Elements.Length ? '|' : ',');
            }

            if (term is NativeRecordTerm record)
            {
                builder.Append(TermText.Atom(record.Fields[index].Key, options.Unicode)).Append(" = ");
            }
        }
    }
}
