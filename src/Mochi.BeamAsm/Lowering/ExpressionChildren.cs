using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Lowering;

/// <summary>Walks the expressions that stand directly in an expression.</summary>
internal static class ExpressionChildren
{
    /// <summary>The direct children, in the order in which they are evaluated; a lambda's body counts as a child.</summary>
    public static IEnumerable<Expression> Of(Expression expression)
    {
        switch (expression)
        {
            case LetExpression let:
                return [let.Value];
            case AssignExpression assign:
                return [assign.Value];
            case BlockExpression block:
                return block.Expressions;
            case IfExpression choice:
                return [choice.Condition, choice.Then, choice.Else];
            case AndExpression and:
                return [and.Left, and.Right];
            case OrExpression or:
                return [or.Left, or.Right];
            case NotExpression not:
                return [not.Operand];
            case BuiltInExpression builtIn:
                return WithOptional(builtIn.Arguments, builtIn.OnFailure);
            case CallExpression call:
                return call.Arguments;
            case RemoteCallExpression call:
                return call.Arguments;
            case DynamicCallExpression call:
                return [.. call.Arguments, call.Module, call.Function];
            case ApplyExpression apply:
                return [.. apply.Arguments, apply.Fun];
            case LambdaExpression lambda:
                return [lambda.Body];
            case LetFunctionsExpression functions:
                return functions.Functions.Select(function => function.Lambda);
            case TupleExpression tuple:
                return tuple.Elements;
            case ListExpression list:
                return WithOptional(list.Elements, list.Tail);
            case MapExpression map:
                IEnumerable<Expression> entries = map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value });
                return map.Source is null ? entries : entries.Prepend(map.Source);
            case TupleElementExpression element:
                return WithOptional([element.Tuple], element.OnFailure);
            case TupleUpdateExpression update:
                return WithOptional([update.Tuple, .. update.Updates.Select(u => u.Value)], update.OnFailure);
            case BitstringExpression bitstring:
                return WithOptional(
                    bitstring.Segments.SelectMany(s => s.Size is null ? [s.Value] : new[] { s.Value, s.Size }),
                    bitstring.OnFailure);
            case LoopExpression loop:
                IEnumerable<Expression> turn = loop.Step is null ? [loop.Body] : [loop.Body, loop.Step];
                return loop.Condition is null ? turn : turn.Prepend(loop.Condition);
            case ForRangeExpression range:
                return [range.From, range.To, range.Body];
            case ForEachExpression each:
                return [each.List, each.Body];
            case ReturnExpression result:
                return [result.Value];
            case MatchExpression match:
                return WithOptional(
                    match.Clauses.SelectMany(ClauseChildren).Prepend(match.Subject), match.Otherwise);
            case TryExpression attempt:
                return [attempt.Body, attempt.Handler];
            case RaiseExpression raise:
                return WithOptional([raise.Class, raise.Reason], raise.Stack);
            default:
                return [];
        }
    }

    /// <summary>The locals that an expression binds by itself.</summary>
    public static IEnumerable<Local> Bound(Expression expression) => expression switch
    {
        LetExpression let => [let.Local],
        LambdaExpression lambda => lambda.Parameters,
        LetFunctionsExpression functions => functions.Functions.Select(function => function.Local),
        ForRangeExpression range => [range.Variable],
        ForEachExpression each => [each.Variable],
        MatchExpression match => match.Clauses.SelectMany(clause => Bound(clause.Pattern)),
        TryExpression attempt => [attempt.Class, attempt.Reason, attempt.Stack],
        _ => [],
    };

    /// <summary>The locals that a pattern binds, in order.</summary>
    public static IEnumerable<Local> Bound(Pattern pattern) => pattern switch
    {
        BindPattern bind => Bound(bind.Inner).Prepend(bind.Local),
        TuplePattern tuple => tuple.Elements.SelectMany(Bound),
        ConsPattern cons => Bound(cons.Head).Concat(Bound(cons.Tail)),
        MapPattern map => map.Entries.SelectMany(entry => Bound(entry.Value)),
        TypePattern type => Bound(type.Inner),
        _ => [],
    };

    private static IEnumerable<Expression> ClauseChildren(MatchClause clause)
    {
        foreach (Expression key in Keys(clause.Pattern))
        {
            yield return key;
        }

        if (clause.Guard is not null)
        {
            yield return clause.Guard;
        }

        yield return clause.Body;
    }

    private static IEnumerable<Expression> Keys(Pattern pattern) => pattern switch
    {
        BindPattern bind => Keys(bind.Inner),
        TuplePattern tuple => tuple.Elements.SelectMany(Keys),
        ConsPattern cons => Keys(cons.Head).Concat(Keys(cons.Tail)),
        MapPattern map => map.Entries.SelectMany(entry => Keys(entry.Value).Prepend(entry.Key)),
        TypePattern type => Keys(type.Inner),
        _ => [],
    };

    private static IEnumerable<Expression> WithOptional(IEnumerable<Expression> expressions, Expression? last) =>
        last is null ? expressions : expressions.Append(last);
}
