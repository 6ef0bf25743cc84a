using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Lowering;

/// <summary>Which locals an expression reads, captures or changes.</summary>
internal static class LocalUses
{
    /// <summary>The locals that lambdas read although they are bound outside, in order of first use.</summary>
    public static IReadOnlyList<Local> Free(IEnumerable<LambdaExpression> lambdas)
    {
        var free = new List<Local>();
        var seen = new HashSet<Local>();
        var bound = new HashSet<Local>();
        foreach (LambdaExpression lambda in lambdas)
        {
            Collect(lambda);
        }

        free.RemoveAll(bound.Contains);
        return free;

        // A local is bound once, so that all bindings inside can be taken out at the end.
        void Collect(Expression expression)
        {
            bound.UnionWith(ExpressionChildren.Bound(expression));
            Local? used = expression switch
            {
                LocalExpression read => read.Local,
                AssignExpression assign => assign.Local,
                _ => null,
            };
            if (used is not null && seen.Add(used))
            {
                free.Add(used);
            }

            foreach (Expression child in ExpressionChildren.Of(expression))
            {
                Collect(child);
            }
        }
    }

    /// <summary>The locals that the expressions change; what lambdas change in their own copies does not count.</summary>
    public static HashSet<Local> Assigned(params ReadOnlySpan<Expression?> expressions)
    {
        var assigned = new HashSet<Local>();
        foreach (Expression? expression in expressions)
        {
            if (expression is not null)
            {
                Collect(expression);
            }
        }

        return assigned;

        void Collect(Expression expression)
        {
            if (expression is LambdaExpression or LetFunctionsExpression)
            {
                return;
            }

            if (expression is AssignExpression assign)
            {
                assigned.Add(assign.Local);
            }

            foreach (Expression child in ExpressionChildren.Of(expression))
            {
                Collect(child);
            }
        }
    }

    /// <summary>Whether an expression reads a local.</summary>
    public static bool Reads(Expression expression, Local local) =>
        (expression is LocalExpression read && read.Local == local)
        || ExpressionChildren.Of(expression).Any(child => Reads(child, local));
}
