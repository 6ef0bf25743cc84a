namespace Mochi.BeamFile.Terms;

/// <content>How the parts of what is open follow one another.</content>
internal sealed partial class TermLayout
{
    private void Step(Frame frame)
    {
        if (frame.Value is { } value)
        {
            _open.Pop();
            Emit(" =>");
            NewLine(frame.Indent);
            Begin(value, frame.FirstColumn, frame.Indent, frame.Closing, 0);
            return;
        }

        var node = frame.Node;
        if (frame.Next == node.Parts.Length)
        {
            _open.Pop();
            Emit(Close(node));
            return;
        }

        var index = frame.Next++;
        if (frame.IsOnOneLine)
        {
            Emit(index == 0 ? "" : IsTail(node, index) ? "|" : node.Kind == LayoutKind.Pair ? " => " : ",");
            WriteLine(node.Parts[index]);
            return;
        }

        switch (node.Kind)
        {
            case LayoutKind.Map:
                StepPairs(frame, index);
                break;
            case LayoutKind.Record:
                StepFields(frame, index);
                break;
            default:
                StepElements(frame, index);
                break;
        }
    }

    private static string Close(LayoutNode node) => node.Kind switch
    {
        LayoutKind.List => "]",
        LayoutKind.Pair or LayoutKind.Field => "",
        _ => "}",
    };

    private static bool IsTail(LayoutNode node, int index) => node.HasTail && index == node.Parts.Length - 1;

    /// <summary>How many brackets close behind a part: those of what it stands in only when it is the last.</summary>
    private static int ClosingAfter(Frame frame, int index)
    {
        var isFollowed = index + 1 < frame.Node.Parts.Length && !IsTail(frame.Node, index + 1);
        return isFollowed ? 0 : frame.Closing + 1;
    }

    private void StepElements(Frame frame, int index)
    {
        var part = frame.Node.Parts[index];
        var closing = ClosingAfter(frame, index);
        if (index == frame.First)
        {
            var taken = Element(frame, part, closing, frame.Width);
            frame.Column = frame.FirstColumn + taken;
            frame.Width += taken;
        }
        else if (FitsAfterComma(part, frame.Column, closing, frame.Width))
        {
            Share(frame, part, IsTail(frame.Node, index) ? "|" : ",");
        }
        else if (IsTail(frame.Node, index))
        {
            Emit("|");
            NewLine(frame.Indent);
            Begin(part, _isTrial ? frame.Column : frame.FirstColumn, frame.Indent, closing, 0);
        }
        else
        {
            Emit(",");
            NewLine(frame.Indent);
            frame.Width = Element(frame, part, closing, 0);
            frame.Column = frame.FirstColumn + (int)frame.Width;
        }
    }

    private void StepPairs(Frame frame, int index)
    {
        var part = frame.Node.Parts[index];
        var closing = ClosingAfter(frame, index);
        if (index == 0)
        {
            var taken = Pair(frame, part, closing, frame.Width);
            frame.Column = frame.FirstColumn + taken;
            frame.Width = _isTrial ? frame.Width + taken : taken;
        }
        else if (FitsAfterComma(part, frame.Column, closing, frame.Width))
        {
            Share(frame, part, ",");
        }
        else
        {
            Emit(",");
            NewLine(frame.Indent);
            frame.Width = Pair(frame, part, closing, 0);
            frame.Column = frame.FirstColumn + (int)frame.Width;
        }
    }

    private void StepFields(Frame frame, int index)
    {
        var part = frame.Node.Parts[index];
        var closing = ClosingAfter(frame, index);
        if (index == 0)
        {
            var taken = Field(frame, part, closing, frame.Width);
            frame.Column = frame.FirstColumn + taken;
            frame.Width += taken;
        }
        else if (FitsAfterComma(part, frame.Column, closing, frame.Width))
        {
            Share(frame, part, ",");
        }
        else
        {
            Emit(",");
            NewLine(frame.Indent);
            frame.Width = Field(frame, part, closing, 0);
            frame.Column = (_isTrial ? frame.Column : frame.FirstColumn) + (int)frame.Width;
        }
    }

    /// <summary>Puts a part behind another on the same line.</summary>
    private void Share(Frame frame, LayoutNode part, string separator)
    {
        Emit(separator);
        WriteLine(part);
        frame.Column += (int)part.Length + 1;
        frame.Width += part.Length + 1;
    }

    /// <summary>
    /// Prints an element; gives back how many columns it takes, a whole line when nothing may follow on the same.
    /// </summary>
    private int Element(Frame frame, LayoutNode part, int closing, long width)
    {
        if (part.Kind == LayoutKind.Leaf && Fits(part, frame.FirstColumn, closing, width))
        {
            WriteLine(part);
            return (int)part.Length;
        }

        Begin(part, frame.FirstColumn, frame.Indent, closing, width);
        return _lineLength;
    }

    private int Pair(Frame frame, LayoutNode part, int closing, long width)
    {
        if (Fits(part, frame.FirstColumn, closing, width))
        {
            WriteLine(part);
            return part.IsPacked ? (int)part.Length : _lineLength;
        }

        var indent = _tagIndent > 0 ? _tagIndent : DefaultValueIndent;
        _open.Push(new Frame(part, frame.FirstColumn + indent, frame.Indent + indent, closing, 0)
        {
            Value = part.Parts[1],
        });
        Begin(part.Parts[0], frame.FirstColumn, frame.Indent, closing, width);
        return _lineLength;
    }

    private int Field(Frame frame, LayoutNode part, int closing, long width)
    {
        if (Fits(part, frame.FirstColumn, closing, width))
        {
            WriteLine(part);
            return part.IsPacked ? (int)part.Length : _lineLength;
        }

        Emit(part.Text);
        var (column, indent) = (frame.FirstColumn, frame.Indent);
        width += part.NameLength;
        var isNewLine = _tagIndent > 0 && part.NameLength > _tagIndent;
        Emit(isNewLine ? " =" : " = ");
        BreakAfterName(part.NameLength, ref column, ref indent, ref width);
        Begin(part.Parts[0], column, indent, closing, width);
        return _lineLength;
    }

    /// <summary>Prints a part on this line, whatever its length.</summary>
    private void WriteLine(LayoutNode node)
    {
        if (_isTrial)
        {
            return;
        }

        Emit(node.Kind switch
        {
            LayoutKind.List => "[",
            LayoutKind.Tuple or LayoutKind.TaggedTuple => "{",
            LayoutKind.Map => "#{",
            LayoutKind.Record => node.Text + "{",
            LayoutKind.Field => node.Text + " = ",
            _ => node.Text,
        });
        if (node.Kind is not LayoutKind.Leaf and not LayoutKind.Bits)
        {
            _open.Push(new Frame(node, 0, 0, 0, 0) { IsOnOneLine = true });
        }
    }

    /// <summary>A part some of whose own parts are printed.</summary>
    private sealed class Frame(LayoutNode node, int firstColumn, int indent, int closing, long width)
    {
        public LayoutNode Node => node;

        /// <summary>The column in which its parts begin on new lines.</summary>
        public int FirstColumn { get; } = firstColumn;

        public int Indent => indent;

        public int Closing => closing;

        /// <summary>Where the line is at the moment.</summary>
        public int Column { get; set; } = firstColumn;

        public long Width { get; set; } = width;

        public int Next { get; set; }

        /// <summary>The part before which there is no comma.</summary>
        public int First { get; init; }

        public bool IsOnOneLine { get; init; }

        /// <summary>The value of a pair whose key is printed.</summary>
        public LayoutNode? Value { get; init; }
    }
}
