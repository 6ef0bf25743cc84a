using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// Breaks terms into lines by the rules of <c>io_lib_pretty</c> of OTP 27 to 29: what fits stays on one line; parts
/// without parts share lines; all others have lines of their own, indented to where the first one stands, or by
/// a few columns only when that would be too far right. What is open stands on a stack of our own.
/// </summary>
/// <remarks>
/// The rules walk over the term up to three times: twice only to learn which indentation of what follows a tag keeps
/// everything in the left half. Those walks count columns a little differently from the one that
/// prints, and so do these.
/// </remarks>
internal sealed partial class TermLayout
{
    private const int DefaultValueIndent = 4;

    private readonly StringBuilder _builder;
    private readonly TermPrintOptions _options;
    private readonly int _longest;
    private readonly int _lineLength;
    private readonly Stack<Frame> _open = new();
    private long _mostCharacters;
    private int _tagIndent;
    private bool _isTrial;
    private bool _isTooFarRight;

    public TermLayout(StringBuilder builder, TermPrintOptions options, int longest)
    {
        _builder = builder;
        _options = options;
        _longest = longest;
        _lineLength = options.LineLength;
    }

    /// <summary>Appends the term's text.</summary>
    public void Append(Term term)
    {
        var root = new LayoutBuilder(_options).Measure(term);
        var column = Math.Max(1, _options.Column);
        _mostCharacters = root.Length;
        if (root.Kind == LayoutKind.Leaf || root.Length < _lineLength - column)
        {
            WriteLine(root);
        }
        else
        {
            _tagIndent = IsGoodIndent(-1, root, column) ? -1 : IsGoodIndent(4, root, column) ? 4 : 1;
            Begin(root, column, column - 1, 0, 0);
        }

        while (!TermPrinter.Cut(_builder, _longest) && _open.TryPeek(out var frame))
        {
            Step(frame);
        }
    }

    /// <summary>Whether nothing gets too far right when parts after a tag are indented by so much.</summary>
    private bool IsGoodIndent(int tagIndent, LayoutNode root, int column)
    {
        _tagIndent = tagIndent;
        _isTrial = true;
        _isTooFarRight = false;
        Begin(root, column, column - 1, 0, 0);
        while (!_isTooFarRight && _open.TryPeek(out var frame))
        {
            Step(frame);
        }

        _open.Clear();
        _isTrial = false;
        return !_isTooFarRight;
    }

    /// <summary>Prints a part: on this line when it fits, else broken.</summary>
    /// <param name="node">The part.</param>
    /// <param name="column">The column where it begins.</param>
    /// <param name="indent">How many blanks stand before its further lines.</param>
    /// <param name="closing">How many brackets close right after it.</param>
    /// <param name="width">How many characters stand on the line before it.</param>
    private void Begin(LayoutNode node, int column, int indent, int closing, long width)
    {
        if (Fits(node, column, closing, width))
        {
            WriteLine(node);
            return;
        }

        switch (node.Kind)
        {
            case LayoutKind.List:
                Emit("[");
                _open.Push(new Frame(node, column + 1, indent + 1, closing, width + 1));
                break;
            case LayoutKind.Tuple:
                Emit("{");
                _open.Push(new Frame(node, column + 1, indent + 1, closing, width + 1));
                break;
            case LayoutKind.TaggedTuple:
                Emit("{");
                BeginTagged(node, column, indent, closing, width + 1);
                break;
            case LayoutKind.Map:
                Emit("#{");
                _open.Push(new Frame(node, column + 2, indent + 2, closing, width + (_isTrial ? 2 : 1)));
                break;
            case LayoutKind.Record:
                BeginRecord(node, column, indent, closing, width + node.NameLength + 1);
                break;
            case LayoutKind.Bits:
                WriteBits(node, column + 2, indent + 2, closing, width);
                break;
            default:
                Emit(node.Text);
                break;
        }
    }

    private void BeginTagged(LayoutNode node, int column, int indent, int closing, long width)
    {
        var tag = node.Parts[0];
        var fromTag = (int)tag.Length + 2;
        Emit(tag.Text);
        if (_tagIndent > 0 && fromTag > _tagIndent)
        {
            _isTooFarRight |= _isTrial && !IsLeft(column + _tagIndent, atMost: true);
            _open.Push(new Frame(node, column + _tagIndent, indent + _tagIndent, closing, width + tag.Length)
            {
                Next = 1,
                First = 0,
                Column = column + fromTag,
            });
        }
        else
        {
            Emit(",");
            _isTooFarRight |= _isTrial && !IsLeft(column + fromTag, atMost: false);
            _open.Push(new Frame(node, column + fromTag, indent + fromTag, closing, width + tag.Length + 1)
            {
                Next = 1,
                First = 1,
            });
        }
    }

    private void BeginRecord(LayoutNode node, int column, int indent, int closing, long width)
    {
        Emit(node.Text);
        Emit("{");
        if (node.Parts.Length > 0)
        {
            BreakAfterName(node.NameLength + 1, ref column, ref indent, ref width);
        }

        _open.Push(new Frame(node, column, indent, closing, width));
    }

    /// <summary>Goes to where what follows a name stands: behind it, or on a new line; whether on a new one.</summary>
    private bool BreakAfterName(int nameLength, ref int column, ref int indent, ref long width)
    {
        var isNewLine = _tagIndent > 0 && nameLength > _tagIndent;
        var by = isNewLine ? _tagIndent : nameLength;
        column += by;
        indent += by;
        _isTooFarRight |= _isTrial && !IsLeft(column, atMost: true);
        if (isNewLine)
        {
            width = 0;
            NewLine(indent);
        }

        return isNewLine;
    }

    private bool IsLeft(int column, bool atMost) => atMost
        ? _mostCharacters + column <= _lineLength || column <= _lineLength / 2
        : _mostCharacters + column < _lineLength || column < _lineLength / 2;

    private bool Fits(LayoutNode node, int column, int closing, long width) =>
        node.Length < _lineLength - column - closing && node.Length + width + closing <= _mostCharacters;

    /// <summary>Whether a part and the comma before it fit on the line that has been begun.</summary>
    private bool FitsAfterComma(LayoutNode node, int column, int closing, long width)
    {
        var length = node.Length + 1;
        var room = Math.Max(1, closing);
        return length < _lineLength - column - room && width + length + room <= _mostCharacters && node.IsPacked;
    }

    private void Emit(string text)
    {
        if (!_isTrial)
        {
            _builder.Append(text);
        }
    }

    private void NewLine(int indent)
    {
        if (!_isTrial)
        {
            _builder.Append('\n').Append(' ', indent);
        }
    }

    private void WriteBits(LayoutNode node, int column, int indent, int closing, long width)
    {
        if (_isTrial)
        {
            return;
        }

        var room = Math.Max(8, Math.Min(_lineLength - column, _mostCharacters - 4 - width) - closing);
        var left = room;
        var text = node.Text.AsSpan(2, node.Text.Length - 4);
        _builder.Append("<<");
        while (!text.IsEmpty)
        {
            var comma = text.IndexOf(',');
            var piece = comma < 0 ? text : text[..(comma + 1)];
            if (piece.Length > left)
            {
                NewLine(indent);
                left = room;
            }

            left -= piece.Length;
            _builder.Append(piece);
            text = text[piece.Length..];
        }

        _builder.Append(">>");
    }
}
