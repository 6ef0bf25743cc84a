using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <content>Blocks, bindings, choices and loops.</content>
internal sealed partial class MirFunctionPrinter
{
    private bool TryPrintControlFlow(Expression expression)
    {
        switch (expression)
        {
            case BlockExpression block:
                PrintLines(block.Expressions, Print);
                PrintPosition(block.Position);
                return true;
            case LetExpression let:
                PrintKeyword(let.Local.IsMutable ? "var" : "let", let);
                PrintDeclaration(let.Local);
                text.Append(" = ");
                Print(let.Value);
                return true;
            case AssignExpression assign:
                PrintKeyword("set", assign);
                text.Append(_locals[assign.Local, assign.Local.Name]).Append(" = ");
                Print(assign.Value);
                return true;
            case LetFunctionsExpression functions:
                PrintKeyword("letrec", functions);
                PrintLines(functions.Functions, function =>
                {
                    text.Append(function.Local.IsMutable ? "var " : "");
                    PrintDeclaration(function.Local);
                    text.Append(" = ");
                    Print(function.Lambda);
                });
                return true;
            case IfExpression choice:
                PrintKeyword("if", choice);
                Print(choice.Condition);
                text.Append(" then ");
                Print(choice.Then);
                text.Append(" else ");
                Print(choice.Else);
                return true;
            case MatchExpression match:
                PrintMatch(match);
                return true;
            case ReturnExpression result:
                PrintKeyword("return", result);
                Print(result.Value);
                return true;
            case RaiseExpression raise:
                PrintRaise(raise);
                return true;
            case TryExpression attempt:
                PrintTry(attempt);
                return true;
            default:
                return TryPrintLoop(expression);
        }
    }

    private bool TryPrintLoop(Expression expression)
    {
        switch (expression)
        {
            case BreakExpression leave:
                PrintKeyword("break", leave);
                text.Append(_labels[leave.Label, leave.Label.Name]);
                return true;
            case ContinueExpression next:
                PrintKeyword("continue", next);
                text.Append(_labels[next.Label, next.Label.Name]);
                return true;
            case LoopExpression loop:
                PrintKeyword("loop", loop);
                text.Append(_labels[loop.Label, loop.Label.Name]);
                PrintClause(" while ", loop.Condition);
                PrintClause(" step ", loop.Step);
                PrintClause(" do ", loop.Body);
                return true;
            case ForEachExpression loop:
                PrintFor(loop, loop.Label, loop.Variable);
                PrintClause(" in ", loop.List);
                PrintClause(" do ", loop.Body);
                return true;
            case ForRangeExpression loop:
                PrintFor(loop, loop.Label, loop.Variable);
                PrintClause(" from ", loop.From);
                PrintClause(" to ", loop.To);
                PrintClause(" do ", loop.Body);
                return true;
            default:
                return false;
        }
    }

    private void PrintFor(Expression loop, LoopLabel label, Local variable)
    {
        PrintKeyword("for", loop);
        text.Append(_labels[label, label.Name]).Append(", ").Append(variable.IsMutable ? "var " : "");
        PrintDeclaration(variable);
    }

    private void PrintClause(string word, Expression? expression)
    {
        if (expression is not null)
        {
            text.Append(word);
            Print(expression);
        }
    }

    private void PrintMatch(MatchExpression match)
    {
        PrintKeyword("match", match);
        Print(match.Subject);
        text.Append(' ');
        Action? otherwise = match.Otherwise is null ? null : () => PrintClause("else -> ", match.Otherwise);
        PrintLines(
            match.Clauses,
            clause =>
            {
                Print(clause.Pattern);
                PrintClause(" when ", clause.Guard);
                PrintClause(" -> ", clause.Body);
            },
            otherwise);
    }

    private void PrintRaise(RaiseExpression raise)
    {
        PrintWord("raise", raise);
        text.Append('(');
        Print(raise.Class);
        text.Append(", ");
        Print(raise.Reason);
        PrintClause(", ", raise.Stack);
        text.Append(')');
    }

    private void PrintTry(TryExpression attempt)
    {
        PrintKeyword("try", attempt);
        Print(attempt.Body);
        text.Append(" catch ");
        var isFirst = true;
        foreach (var local in new[] { attempt.Class, attempt.Reason, attempt.Stack })
        {
            text.Append(isFirst ? "" : ", ").Append(local.IsMutable ? "var " : "");
            PrintDeclaration(local);
            isFirst = false;
        }

        text.Append(" do ");
        Print(attempt.Handler);
    }
}
