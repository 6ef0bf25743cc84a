using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <content>Expressions that compute values.</content>
internal sealed partial class MirFunctionPrinter
{
    private void Print(Expression expression)
    {
        Enter();
        if (!TryPrintControlFlow(expression))
        {
            PrintValue(expression);
        }

        _depth--;
    }

    private void PrintValue(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                PrintLiteral(literal.Value, literal.Position);
                break;
            case LocalExpression local:
                text.Append(_locals[local.Local, local.Local.Name]);
                PrintPosition(local.Position);
                break;
            case BuiltInExpression builtIn:
                PrintBuiltIn(builtIn);
                break;
            case AndExpression and:
                PrintInfix(and.Left, "&&", and.Right, onFailure: null, and.Position);
                break;
            case OrExpression or:
                PrintInfix(or.Left, "||", or.Right, onFailure: null, or.Position);
                break;
            case NotExpression not:
                PrintKeyword("!", not);
                Print(not.Operand);
                break;
            case TupleExpression tuple:
                text.Append("#(");
                PrintList(tuple.Elements, Print);
                text.Append(')');
                PrintPosition(tuple.Position);
                break;
            case ListExpression list:
                PrintList(list);
                break;
            case MapExpression map:
                PrintMap(map);
                break;
            case BitstringExpression bitstring:
                PrintBitstring(bitstring);
                break;
            case TupleElementExpression element:
                PrintWord("field", element);
                text.Append(CultureInfo.InvariantCulture, $"({element.Index}, ");
                PrintShaped(element.Tuple, element.Shape);
                PrintFailureAndClose(element.OnFailure);
                break;
            case TupleUpdateExpression update:
                PrintUpdate(update);
                break;
            case FunctionValueExpression function:
                text.Append('&').Append(function.Module is null ? "" : MirSyntax.AtomName(function.Module) + ":");
                PrintReference(function.Function);
                PrintPosition(function.Position);
                break;
            case LambdaExpression lambda:
                PrintLambda(lambda);
                break;
            default:
                PrintCall(expression);
                break;
        }
    }

    private void PrintCall(Expression expression)
    {
        switch (expression)
        {
            case CallExpression call:
                PrintKeyword("call", call);
                if (call.Function.Arity == call.Arguments.Length)
                {
                    text.Append(MirSyntax.AtomName(call.Function.Name));
                }
                else
                {
                    PrintReference(call.Function);
                }

                PrintArguments(call.Arguments);
                break;
            case RemoteCallExpression call:
                PrintKeyword("remote", call);
                text.Append(call.NeverReturns ? "noreturn " : "").Append(call.KeepsFrame ? "keepframe " : "");
                text.Append(MirSyntax.AtomName(call.Module)).Append(':').Append(MirSyntax.AtomName(call.Function));
                PrintArguments(call.Arguments);
                break;
            case DynamicCallExpression call:
                PrintKeyword("dynamic", call);
                Print(call.Module);
                text.Append(" : ");
                Print(call.Function);
                text.Append(" with ");
                PrintArguments(call.Arguments);
                break;
            case ApplyExpression apply:
                PrintKeyword("apply", apply);
                Print(apply.Fun);
                text.Append(" with ");
                PrintArguments(apply.Arguments);
                break;
            default:
                throw new ArgumentException(
                    $"an expression of class {expression.GetType().Name} has no text", nameof(expression));
        }
    }

    private void PrintBuiltIn(BuiltInExpression builtIn)
    {
        if (builtIn.Arguments.Length == 2 && MirSyntax.InfixBuiltIns.Contains(builtIn.Name))
        {
            PrintInfix(builtIn.Arguments[0], builtIn.Name, builtIn.Arguments[1], builtIn.OnFailure, builtIn.Position);
            return;
        }

        var isSign = builtIn.Arguments.Length == 1 && builtIn.Name is "+" or "-";
        text.Append(isSign ? builtIn.Name : MirSyntax.BuiltInName(builtIn.Name)).Append('(');
        PrintList(builtIn.Arguments, Print);
        PrintFailureAndClose(builtIn.OnFailure, isFirst: builtIn.Arguments.IsEmpty);
        PrintPosition(builtIn.Position);
    }

    private void PrintInfix(Expression left, string sign, Expression right, Expression? onFailure, SourcePosition position)
    {
        text.Append('(');
        Print(left);
        text.Append(' ').Append(sign).Append(' ');
        Print(right);
        PrintFailureAndClose(onFailure);
        PrintPosition(position);
    }

    private void PrintList(ListExpression list)
    {
        text.Append('[');
        PrintList(list.Elements, Print);
        if (list.Tail is not null || list.Elements.IsEmpty)
        {
            text.Append(list.Elements.IsEmpty ? "|" : " |");
        }

        if (list.Tail is not null)
        {
            text.Append(' ');
            Print(list.Tail);
        }

        text.Append(']');
        PrintPosition(list.Position);
    }

    private void PrintMap(MapExpression map)
    {
        PrintWord("map", map);
        text.Append('(');
        if (map.Source is not null)
        {
            Print(map.Source);
            text.Append(map.Entries.IsEmpty ? " with" : " with ");
        }

        PrintList(map.Entries, entry =>
        {
            Print(entry.Key);
            text.Append(entry.MustExist ? " := " : " => ");
            Print(entry.Value);
        });
        text.Append(')');
    }

    private void PrintBitstring(BitstringExpression bitstring)
    {
        PrintWord("bits", bitstring);
        text.Append('(');
        PrintList(bitstring.Segments, segment =>
        {
            text.Append(MirSyntax.SegmentKinds[(int)segment.Kind]).Append(' ');
            Print(segment.Value);
            if (segment.Size is not null)
            {
                text.Append(" size ");
                Print(segment.Size);
            }

            text.Append(segment.Unit == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" unit {segment.Unit}"));
            text.Append(segment.LittleEndian ? " little" : "").Append(segment.Signed ? " signed" : "");
        });
        PrintFailureAndClose(bitstring.OnFailure, isFirst: bitstring.Segments.IsEmpty);
    }

    private void PrintUpdate(TupleUpdateExpression update)
    {
        PrintWord("update", update);
        text.Append('(');
        PrintShaped(update.Tuple, update.Shape);
        foreach (var element in update.Updates)
        {
            text.Append(CultureInfo.InvariantCulture, $", {element.Index} = ");
            Print(element.Value);
        }

        PrintFailureAndClose(update.OnFailure);
    }

    private void PrintShaped(Expression tuple, TupleShape shape)
    {
        Print(tuple);
        text.Append(" as ").Append(shape.Tag is null ? "_" : MirSyntax.AtomName(shape.Tag));
        text.Append('/').Append(shape.Arity.ToString(CultureInfo.InvariantCulture));
    }

    private void PrintLambda(LambdaExpression lambda)
    {
        PrintKeyword("fun", lambda);
        text.Append(lambda.Name is null ? "" : MirSyntax.AtomName(lambda.Name));
        PrintParameters(lambda.Parameters);
        text.Append(" -> ");
        Print(lambda.Body);
    }

    private void PrintArguments(ImmutableArray<Expression> arguments)
    {
        text.Append('(');
        PrintList(arguments, Print);
        text.Append(')');
    }

    private void PrintFailureAndClose(Expression? onFailure, bool isFirst = false)
    {
        if (onFailure is not null)
        {
            text.Append(isFirst ? "else " : " else ");
            Print(onFailure);
        }

        text.Append(')');
    }

    private void PrintReference(FunctionReference function) =>
        text.Append(MirSyntax.AtomName(function.Name)).Append('/').Append(function.Arity.ToString(CultureInfo.InvariantCulture));

    /// <summary>A keyword with the position of what it begins.</summary>
    private void PrintWord(string keyword, Expression expression)
    {
        text.Append(keyword);
        PrintPosition(expression.Position);
    }

    private void PrintKeyword(string keyword, Expression expression)
    {
        var start = text.Length;
        PrintWord(keyword, expression);

        // A sign needs no blank after it, unless a position stands between.
        if (keyword != "!" || text.Length > start + 1)
        {
            text.Append(' ');
        }
    }
}
