using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Lowering;

/// <content>Calls, funs and built-in functions.</content>
internal sealed partial class FunctionLowering
{
    private SsaOperand LowerCall(Expression expression)
    {
        (CallTarget target, SsaOperand[] operands) = LowerCallOperands(expression);
        SsaOperand result = Emit(
            new CallInstruction(Function.NewValue(), target, operands) { Position = expression.Position });
        if (target is RemoteCallTarget { NeverReturns: true })
        {
            Terminate(new FailTerminator(FailureKind.Unreachable));
        }

        return result;
    }

    private void LowerTailCall(Expression expression)
    {
        (CallTarget target, SsaOperand[] operands) = LowerCallOperands(expression);
        if (target is RemoteCallTarget { NeverReturns: true })
        {
            Emit(new CallInstruction(Function.NewValue(), target, operands) { Position = expression.Position });
            Terminate(new FailTerminator(FailureKind.Unreachable));
            return;
        }

        // The loader makes a tail call of a fun call that is followed by a return; such a call needs a frame.
        if (target is FunCallTarget or DynamicCallTarget)
        {
            SsaOperand result = Emit(
                new CallInstruction(Function.NewValue(), target, operands) { Position = expression.Position });
            Terminate(new ReturnTerminator(result));
            return;
        }

        Terminate(new TailCallTerminator(target, operands) { Position = expression.Position });
    }

    private (CallTarget Target, SsaOperand[] Operands) LowerCallOperands(Expression expression)
    {
        switch (expression)
        {
            case CallExpression call:
                return (new LocalCallTarget(call.Function), LowerAll(call.Arguments));
            case RemoteCallExpression call:
                bool neverReturns = call.NeverReturns || IsExit(call);
                return (new RemoteCallTarget(call.Module, call.Function, neverReturns), LowerAll(call.Arguments));
            case DynamicCallExpression call:
                return (new DynamicCallTarget(), LowerAll([.. call.Arguments, call.Module, call.Function]));
            case ApplyExpression { Fun: LocalExpression { Local: var local } } apply
                when _functions.TryGetValue(local, out FunctionBinding? bound)
                && bound.Function.Arity == apply.Arguments.Length + bound.Captured.Length:
                return (new LocalCallTarget(bound.Function), [.. LowerAll(apply.Arguments), .. bound.Captured]);
            case ApplyExpression apply:
                return (new FunCallTarget(), LowerAll([.. apply.Arguments, apply.Fun]));
            default:
                throw new ArgumentException("not a call", nameof(expression));
        }
    }

    private static bool IsExit(RemoteCallExpression call) =>
        call.Module == "erlang"
        && (call.Function, call.Arguments.Length) is ("error", 1 or 2 or 3) or ("exit", 1) or ("throw", 1);

    private SsaOperand LowerLambda(LambdaExpression lambda)
    {
        IReadOnlyList<Local> captured = LocalUses.Free([lambda]);
        string name = _module.NewLambdaName(Function, lambda.Name);
        SsaOperand[] values = [.. captured.Select(Read)];
        _module.Lift(lambda, captured, [], Function, name);
        return Emit(new MakeFunInstruction(
            Function.NewValue(), new FunctionReference(name, lambda.Parameters.Length + values.Length), values)
        {
            Position = lambda.Position,
        });
    }

    private void LowerLetFunctions(LetFunctionsExpression functions)
    {
        LocalFunction[] group = [.. functions.Functions];
        HashSet<Local> own = [.. group.Select(function => function.Local)];
        Local[] captured = [.. LocalUses.Free(group.Select(f => f.Lambda)).Where(local => !own.Contains(local))];
        ImmutableArray<SsaOperand> values = [.. captured.Select(Read)];
        ImmutableArray<(Local Local, FunctionReference Function)> references =
        [
            .. group.Select(function => (function.Local, new FunctionReference(
                _module.NewLambdaName(Function, function.Local.Name),
                function.Lambda.Parameters.Length + values.Length))),
        ];
        for (int i = 0; i < group.Length; i++)
        {
            _module.Lift(group[i].Lambda, captured, references, Function, references[i].Function.Name);
            _functions[group[i].Local] = new FunctionBinding(references[i].Function, values);
        }
    }

    private SsaOperand LowerFunctionValue(FunctionValueExpression value) => value.Module is null
        ? Emit(new MakeFunInstruction(Function.NewValue(), value.Function) { Position = value.Position })
        : new SsaConstant(Term.ExternalFun(value.Module, value.Function.Name, value.Function.Arity));

    private SsaOperand LowerBuiltIn(BuiltInExpression expression)
    {
        BuiltIn builtIn = BuiltIns.Get(expression.Name, expression.Arguments.Length);
        SsaOperand[] arguments = LowerAll(expression.Arguments);
        var instruction =
            new BuiltInInstruction(Function.NewValue(), builtIn, arguments) { Position = expression.Position };
        return builtIn.CanFail && expression.OnFailure is { } onFailure
            ? LowerChecked(instruction, onFailure)
            : Emit(instruction);
    }

    /// <summary>Lowers an operation with an expression to evaluate when it fails.</summary>
    private SsaOperand LowerChecked(SsaInstruction instruction, Expression onFailure)
    {
        if (Current is null)
        {
            return SsaConstant.Unit;
        }

        BasicBlock done = NewBlock();
        BasicBlock failed = NewBlock();
        Join end = NewJoin(resultCount: 1);
        Terminate(new CheckedTerminator(instruction, done, failed) { Position = instruction.Position });
        Current = done;
        end.Leave(instruction.Result!);
        Current = failed;
        end.Leave(LowerValue(onFailure));
        return end.Enter();
    }

    private SsaOperand LowerRaise(RaiseExpression raise)
    {
        if (raise.Stack is not null)
        {
            SsaOperand[] operands = LowerAll([raise.Class, raise.Reason, raise.Stack]);
            RaiseAgain(operands, raise.Position);
            return SsaConstant.Unit;
        }

        SsaOperand kind = LowerValue(raise.Class);
        SsaOperand reason = LowerValue(raise.Reason);
        if (kind is SsaConstant { Value: AtomTerm { Name: "error" or "exit" or "throw" } name })
        {
            var target = new RemoteCallTarget("erlang", name.Name, NeverReturns: true);
            Emit(new CallInstruction(Function.NewValue(), target, reason) { Position = raise.Position });
            Terminate(new FailTerminator(FailureKind.Unreachable));
        }
        else
        {
            RaiseAgain([kind, reason, SsaConstant.Nil], raise.Position);
        }

        return SsaConstant.Unit;
    }

    /// <summary><c>erlang:raise/3</c> returns <c>badarg</c> for a bad class or trace; then that is raised.</summary>
    private void RaiseAgain(SsaOperand[] operands, SourcePosition position)
    {
        SsaOperand returned = Emit(new CallInstruction(
            Function.NewValue(), new RemoteCallTarget("erlang", "raise"), operands)
        { Position = position });
        RaiseError(returned, position);
    }

    private SsaOperand LowerTry(TryExpression attempt)
    {
        if (Current is null)
        {
            return SsaConstant.Unit;
        }

        TryRegion region = Function.NewRegion(_region);
        BasicBlock body = Function.NewBlock(region);
        region.Handler = Function.NewBlock(_region);
        HashSet<Local> assigned = LocalUses.Assigned(attempt.Body);
        RegionSlot[] slots =
        [
            .. _mutableLocals
                .Where(local => assigned.Contains(local) && MutableValues.ContainsKey(local))
                .Select(local => new RegionSlot(region, local, Function.NewSlot())),
        ];
        foreach ((_, Local local, StackSlot slot) in slots)
        {
            Emit(new StoreSlotInstruction(slot, MutableValues[local]) { Position = attempt.Position });
            region.Slots.Add(slot);
        }

        Join end = NewJoin(resultCount: 1);
        ImmutableDictionary<Local, SsaOperand> before = MutableValues;
        Terminate(new TryTerminator(region));
        Current = body;
        region.Body = body;
        _region = region;
        _slots.AddRange(slots);
        SsaOperand value = LowerValue(attempt.Body);
        Emit(new EndTryInstruction(region));
        end.Leave(value);
        _region = region.Parent;
        _slots.RemoveRange(_slots.Count - slots.Length, slots.Length);

        Current = region.Handler;
        MutableValues = before;
        foreach ((_, Local local, StackSlot slot) in slots)
        {
            MutableValues = MutableValues.SetItem(
                local, Emit(new LoadSlotInstruction(Function.NewValue(local.Name), slot)));
        }

        SsaValue kind = Function.NewValue(attempt.Class.Name);
        SsaValue reason = Function.NewValue(attempt.Reason.Name);
        SsaValue trace = Function.NewValue();
        region.Handler.Parameters.AddRange([kind, reason, trace]);
        Bind(attempt.Class, kind);
        Bind(attempt.Reason, reason);
        if (LocalUses.Reads(attempt.Handler, attempt.Stack))
        {
            Bind(attempt.Stack, Emit(new BuildStackTraceInstruction(Function.NewValue(attempt.Stack.Name), trace)));
        }

        end.Leave(LowerValue(attempt.Handler));
        return end.Enter();
    }
}
