using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>Finds out whether control can come to the end of a statement.</summary>
internal static class ControlFlow
{
    public static bool CanEnd(BoundStatement statement) => statement switch
    {
        BoundReturn or BoundBreak or BoundContinue => false,
        BoundBlock block => block.Statements.All(CanEnd),
        BoundIfStatement choice => choice.Else is null || CanEnd(choice.Then) || CanEnd(choice.Else),
        BoundWhile { Condition: BoundLiteral { Value: true } } loop => HasBreak(loop.Body),
        BoundTry attempt => CanEnd(attempt.Body) || CanEnd(attempt.Handler),
        BoundExpressionStatement expression => CanEnd(expression.Expression),
        BoundVariable variable => CanEnd(variable.Value),
        _ => true,
    };

    public static bool CanEnd(BoundExpression expression) => expression switch
    {
        BoundMatch match => match.Arms.Any(arm => CanEnd(arm.Result)),
        BoundIf choice => CanEnd(choice.Then) || CanEnd(choice.Else),
        BoundBlockValue block => block.Statements.All(CanEnd) && CanEnd(block.Value),
        _ => !expression.Type.Is(MochiType.Never),
    };

    private static bool HasBreak(BoundStatement statement) => statement switch
    {
        BoundBreak => true,
        BoundBlock block => block.Statements.Any(HasBreak),
        BoundIfStatement choice => HasBreak(choice.Then) || (choice.Else is not null && HasBreak(choice.Else)),
        BoundTry attempt => HasBreak(attempt.Body) || HasBreak(attempt.Handler),
        BoundExpressionStatement { Expression: BoundMatch match } => match.Arms.Any(arm => HasBreak(arm.Result)),
        BoundExpressionStatement { Expression: BoundIf choice } => HasBreak(choice.Then) || HasBreak(choice.Else),
        _ => false,
    };

    private static bool HasBreak(BoundExpression expression) =>
        expression is BoundBlockValue block && block.Statements.Any(HasBreak);
}
