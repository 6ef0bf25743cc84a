using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Lowering;

/// <content>Conditions, choices and loops.</content>
internal sealed partial class FunctionLowering
{
    /// <summary>Lowers a boolean as a branch; both joins get the paths that lead there.</summary>
    public void LowerCondition(Expression condition, Join whenTrue, Join whenFalse)
    {
        switch (condition)
        {
            case NotExpression not:
                LowerCondition(not.Operand, whenFalse, whenTrue);
                break;
            case AndExpression and:
                Join leftHeld = NewJoin();
                LowerCondition(and.Left, leftHeld, whenFalse);
                leftHeld.Enter();
                LowerCondition(and.Right, whenTrue, whenFalse);
                break;
            case OrExpression or:
                Join leftFailed = NewJoin();
                LowerCondition(or.Left, whenTrue, leftFailed);
                leftFailed.Enter();
                LowerCondition(or.Right, whenTrue, whenFalse);
                break;
            case BuiltInExpression { Arguments: var arguments } builtIn
                when BuiltIns.Get(builtIn.Name, arguments.Length) is { Kind: BuiltInKind.Test } test:
                SsaOperand[] operands = LowerAll(arguments);
                Branch(new BuiltInTest(test), whenTrue, whenFalse, operands);
                break;
            case LiteralExpression literal:
                (literal.Value.Equals(Term.Atom("true")) ? whenTrue : whenFalse).Leave();
                break;
            default:
                SsaOperand value = LowerValue(condition);
                Branch(ExactEquality, whenTrue, whenFalse, value, SsaConstant.True);
                break;
        }
    }

    /// <summary>Branches by a test.</summary>
    public void Branch(SsaTest test, Join whenTrue, Join whenFalse, params SsaOperand[] operands)
    {
        if (Current is null)
        {
            return;
        }

        BasicBlock held = NewBlock();
        BasicBlock failed = NewBlock();
        Terminate(new BranchTerminator(test, held, failed, operands));
        Current = held;
        whenTrue.Leave();
        Current = failed;
        whenFalse.Leave();
    }

    /// <summary>The test for exact equality.</summary>
    public static SsaTest ExactEquality { get; } = new BuiltInTest(BuiltIns.Get("=:=", 2));

    private SsaOperand LowerIf(IfExpression choice)
    {
        Join whenTrue = NewJoin();
        Join whenFalse = NewJoin();
        Join end = NewJoin(resultCount: 1);
        LowerCondition(choice.Condition, whenTrue, whenFalse);
        whenTrue.Enter();
        end.Leave(LowerValue(choice.Then));
        whenFalse.Enter();
        end.Leave(LowerValue(choice.Else));
        return end.Enter();
    }

    private SsaOperand LowerBoolean(Expression expression)
    {
        Join whenTrue = NewJoin();
        Join whenFalse = NewJoin();
        Join end = NewJoin(resultCount: 1);
        LowerCondition(expression, whenTrue, whenFalse);
        whenTrue.Enter();
        end.Leave(SsaConstant.True);
        whenFalse.Enter();
        end.Leave(SsaConstant.False);
        return end.Enter();
    }

    private SsaOperand LowerLoop(LoopExpression loop)
    {
        LoopHead head = EnterLoop(loop.Label, LocalUses.Assigned(loop.Condition, loop.Body, loop.Step));
        if (loop.Condition is not null)
        {
            Join turn = NewJoin();
            LowerCondition(loop.Condition, turn, head.Context.Break);
            turn.Enter();
        }

        LowerValue(loop.Body);
        head.Context.Continue.Leave();
        head.Context.Continue.Enter();
        if (loop.Step is not null)
        {
            LowerValue(loop.Step);
        }

        return LeaveLoop(loop.Label, head);
    }

    private SsaOperand LowerForRange(ForRangeExpression range)
    {
        SsaOperand from = LowerValue(range.From);
        SsaOperand to = LowerValue(range.To);
        LoopHead head = EnterLoop(range.Label, LocalUses.Assigned(range.Body), from);
        SsaValue variable = head.Carried[0];
        Join turn = NewJoin();
        Branch(new BuiltInTest(BuiltIns.Get("<", 2)), turn, head.Context.Break, variable, to);
        turn.Enter();
        Bind(range.Variable, variable);
        LowerValue(range.Body);
        head.Context.Continue.Leave();
        head.Context.Continue.Enter();
        SsaOperand next = Emit(new BuiltInInstruction(
            Function.NewValue(range.Variable.Name), BuiltIns.Get("+", 2), variable, new SsaConstant(Term.Integer(1)))
        {
            Position = range.Position,
        });
        return LeaveLoop(range.Label, head, next);
    }

    private SsaOperand LowerForEach(ForEachExpression each)
    {
        SsaOperand list = LowerValue(each.List);
        LoopHead head = EnterLoop(each.Label, LocalUses.Assigned(each.Body), list);
        SsaValue rest = head.Carried[0];
        Join turn = NewJoin();
        Branch(new ConsTest(), turn, head.Context.Break, rest);
        turn.Enter();
        Bind(each.Variable, Emit(new HeadInstruction(Function.NewValue(each.Variable.Name), rest)));
        SsaOperand next = Emit(new TailInstruction(Function.NewValue(), rest));
        LowerValue(each.Body);
        head.Context.Continue.Leave();
        head.Context.Continue.Enter();
        return LeaveLoop(each.Label, head, next);
    }

    private SsaOperand LowerBreak(BreakExpression jump)
    {
        LoopContext loop = _loops[jump.Label];
        LeaveRegions(loop.Region);
        loop.Break.Leave();
        return SsaConstant.Unit;
    }

    private SsaOperand LowerContinue(ContinueExpression jump)
    {
        LoopContext loop = _loops[jump.Label];
        LeaveRegions(loop.Region);
        loop.Continue.Leave();
        return SsaConstant.Unit;
    }

    /// <summary>Starts a loop: a block with a parameter for everything that a turn can change.</summary>
    private LoopHead EnterLoop(LoopLabel label, HashSet<Local> assigned, params SsaOperand[] carried)
    {
        BasicBlock block = NewBlock();
        Local[] locals = [.. _mutableLocals.Where(local => assigned.Contains(local) && MutableValues.ContainsKey(local))];
        SsaOperand[] arguments = [.. carried, .. locals.Select(local => MutableValues[local])];
        var parameters = new SsaValue[carried.Length];
        for (int i = 0; i < carried.Length; i++)
        {
            block.Parameters.Add(parameters[i] = Function.NewValue());
        }

        foreach (Local local in locals)
        {
            SsaValue parameter = Function.NewValue(local.Name);
            block.Parameters.Add(parameter);
            MutableValues = MutableValues.SetItem(local, parameter);
        }

        if (Current is not null)
        {
            Terminate(new JumpTerminator(block, arguments));
            Current = block;
        }

        var context = new LoopContext(NewJoin(), NewJoin(), _region);
        _loops[label] = context;
        return new LoopHead(block, locals, parameters, context);
    }

    /// <summary>Ends a loop: back to its head, and on behind it.</summary>
    private SsaConstant LeaveLoop(LoopLabel label, LoopHead head, params SsaOperand[] carried)
    {
        if (Current is not null)
        {
            Terminate(new JumpTerminator(head.Block, [.. carried, .. head.Locals.Select(local => MutableValues[local])]));
        }

        _loops.Remove(label);
        head.Context.Break.Enter();
        return SsaConstant.Unit;
    }

    private sealed record LoopHead(BasicBlock Block, Local[] Locals, SsaValue[] Carried, LoopContext Context);
}
