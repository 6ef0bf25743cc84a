using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir.Checking;

/// <content>Blocks, bindings, choices, loops and exceptions.</content>
internal sealed partial class FunctionChecker
{
    private void CheckControlFlow(Expression expression)
    {
        switch (expression)
        {
            case BlockExpression block:
                var outer = _bound;
                CheckAll(block.Expressions);
                _bound = _bound.Leave(outer);
                break;
            case LetExpression let:
                Check(let.Value);
                CheckDeclared(let.Local.Type, let.Value, $"local '{let.Local.Name}'");
                Bind(let.Local);
                break;
            case AssignExpression assign:
                CheckAssign(assign);
                break;
            case LetFunctionsExpression local:
                foreach (var item in local.Functions)
                {
                    CheckDeclared(item.Local.Type, item.Lambda, $"local '{item.Local.Name}'");
                    BindImmutable(item.Local, "a function");
                }

                CheckAll(local.Functions.Select(item => item.Lambda));
                break;
            case IfExpression choice:
                Check(choice.Condition);
                CheckBranches([() => Check(choice.Then), () => Check(choice.Else)]);
                break;
            case MatchExpression match:
                CheckMatch(match);
                break;
            case ReturnExpression result:
                Check(result.Value);
                Leave("return");
                break;
            case RaiseExpression raise:
                CheckRaise(raise);
                break;
            case TryExpression attempt:
                CheckBranches([() => Check(attempt.Body), () => CheckHandler(attempt)]);
                break;
            default:
                CheckLoop(expression);
                break;
        }
    }

    private void CheckLoop(Expression expression)
    {
        var before = _bound;
        switch (expression)
        {
            case LoopExpression loop:
                CheckAll(loop.Condition is null ? [] : [loop.Condition]);
                CheckTurn(loop.Label, () => Check(loop.Body));
                _bound = before;
                CheckOptional(loop.Step);
                break;
            case ForEachExpression loop:
                Check(loop.List);
                before = _bound;
                CheckTurn(loop.Label, () => CheckBody(loop.Variable, loop.Body));
                _bound = before;
                break;
            case ForRangeExpression loop:
                CheckAll([loop.From, loop.To]);
                before = _bound;
                CheckTurn(loop.Label, () => CheckBody(loop.Variable, loop.Body));
                _bound = before;
                break;
            case BreakExpression leave:
                CheckLeave(leave.Label, "break");
                break;
            case ContinueExpression next:
                CheckLeave(next.Label, "continue");
                break;
            default:
                throw new ArgumentException($"no such node: {expression.GetType().Name}", nameof(expression));
        }
    }

    private void CheckBody(Local variable, Expression body)
    {
        BindImmutable(variable, "bound anew every turn");
        Check(body);
    }

    private void CheckTurn(LoopLabel label, Action check)
    {
        if (!_knownLoops.Add(label))
        {
            problems.Error("BA318", $"there are two loops with the label '{label.Name}'");
        }

        var isOuter = _openLoops.Add(label);
        check();
        if (isOuter)
        {
            _openLoops.Remove(label);
        }
    }

    private void CheckLeave(LoopLabel label, string what)
    {
        if (!_openLoops.Contains(label))
        {
            problems.Error("BA304", $"{what} stands in no loop '{label.Name}' of the same function");
        }

        Leave(what);
    }

    private void Leave(string what)
    {
        if (_isInGuard)
        {
            problems.Error("BA311", $"a guard cannot hold a {what}");
        }

        _bound = _bound.Unreachable();
    }

    private void CheckAssign(AssignExpression assign)
    {
        Check(assign.Value);
        CheckUse(assign.Local, "changed");
        if (!assign.Local.IsMutable)
        {
            problems.Error("BA303", $"local '{assign.Local.Name}' is changed but is not mutable");
        }

        if (_isInGuard)
        {
            problems.Error("BA311", $"a guard cannot change local '{assign.Local.Name}'");
        }

        CheckDeclared(assign.Local.Type, assign.Value, $"local '{assign.Local.Name}'");
    }

    /// <summary>Checks alternatives; afterwards is bound what each of them binds.</summary>
    private void CheckBranches(IEnumerable<Action> branches)
    {
        var before = _bound;
        var after = _bound.Unreachable();
        foreach (var branch in branches)
        {
            _bound = before;
            branch();
            after = after.Meet(_bound);
        }

        _bound = after;
    }

    private void CheckMatch(MatchExpression match)
    {
        Check(match.Subject);
        IEnumerable<Action> branches = match.Clauses.Select(clause => (Action)(() => CheckClause(clause)));
        CheckBranches(match.Otherwise is null ? branches : branches.Append(() => Check(match.Otherwise)));
    }

    private void CheckClause(MatchClause clause)
    {
        CheckKeys(clause.Pattern);
        Check(clause.Pattern);
        if (clause.Guard is not null)
        {
            var wasInGuard = _isInGuard;
            _isInGuard = true;
            Check(clause.Guard);
            _isInGuard = wasInGuard;
        }

        Check(clause.Body);
        _bound = _bound.Without(WithInner(clause.Pattern).OfType<BindPattern>().Select(bind => bind.Local));
    }

    private void CheckHandler(TryExpression attempt)
    {
        Local[] locals = [attempt.Class, attempt.Reason, attempt.Stack];
        foreach (var local in locals)
        {
            Bind(local);
        }

        Check(attempt.Handler);
        _bound = _bound.Without(locals);
    }

    private void CheckRaise(RaiseExpression raise)
    {
        CheckAll(raise.Stack is null ? [raise.Class, raise.Reason] : [raise.Class, raise.Reason, raise.Stack]);
        if (raise.Class is LiteralExpression { Value: not AtomTerm { Name: "error" or "exit" or "throw" } })
        {
            problems.Error("BA319", "the class of an exception is error, exit or throw");
        }

        _bound = _bound.Unreachable();
    }
}
