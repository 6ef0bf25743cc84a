using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <content>Patterns and constants.</content>
internal sealed partial class MirFunctionPrinter
{
    private void Print(Pattern pattern)
    {
        Enter();
        switch (pattern)
        {
            case WildcardPattern:
                text.Append('_');
                PrintPosition(pattern.Position);
                break;
            case LiteralPattern literal:
                PrintLiteral(literal.Value, pattern.Position);
                break;
            case BindPattern bind:
                PrintBind(bind);
                break;
            case TypePattern type:
                text.Append(MirSyntax.BuiltInName(type.Test)).Append('(');
                Print(type.Inner);
                text.Append(')');
                PrintPosition(pattern.Position);
                break;
            case TuplePattern tuple:
                text.Append("#(");
                PrintList(tuple.Elements, Print);
                text.Append(')');
                PrintPosition(pattern.Position);
                break;
            case ConsPattern cons:
                text.Append('[');
                Print(cons.Head);
                text.Append(" | ");
                Print(cons.Tail);
                text.Append(']');
                PrintPosition(pattern.Position);
                break;
            case MapPattern map:
                text.Append("map");
                PrintPosition(pattern.Position);
                text.Append('(');
                PrintList(map.Entries, entry =>
                {
                    Print(entry.Key);
                    text.Append(" => ");
                    Print(entry.Value);
                });
                text.Append(')');
                break;
            default:
                throw new ArgumentException($"a pattern of class {pattern.GetType().Name} has no text", nameof(pattern));
        }

        _depth--;
    }

    private void PrintBind(BindPattern bind)
    {
        text.Append(bind.Local.IsMutable ? "var " : "").Append(_locals[bind.Local, bind.Local.Name]);
        PrintPosition(bind.Position);
        PrintType(bind.Local.Type);
        if (bind.Inner is not WildcardPattern { Position: var position } || position != SourcePosition.None)
        {
            text.Append(" = ");
            Print(bind.Inner);
        }
    }

    private void PrintLiteral(Term value, SourcePosition position)
    {
        switch (value)
        {
            case AtomTerm atom:
                text.Append(TermPrinter.Quote(atom.Name, '\''));
                PrintPosition(position);
                break;
            case IntegerTerm or FloatTerm or NilTerm or BitstringTerm:
                text.Append(TermPrinter.Print(value));
                PrintPosition(position);
                break;
            default:
                text.Append("const");
                PrintPosition(position);
                text.Append(' ').Append(TermPrinter.Print(value));
                break;
        }
    }
}
