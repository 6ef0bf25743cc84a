using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Lowering;

/// <summary>
/// Turns one function into SSA form in a single walk. Mutable locals have no place in memory: each assignment makes the
/// local stand for another value, and where paths meet, a block parameter takes what they differ in. Only locals that a
/// handler may see half way through its <c>try</c> have a stack slot as well.
/// </summary>
internal sealed partial class FunctionLowering
{
    private readonly ModuleLowering _module;
    private readonly Dictionary<Local, SsaOperand> _values = [];
    private readonly Dictionary<Local, FunctionBinding> _functions = [];
    private readonly Dictionary<LoopLabel, LoopContext> _loops = [];
    private readonly List<Local> _mutableLocals = [];
    private readonly List<RegionSlot> _slots = [];
    private TryRegion? _region;

    private FunctionLowering(ModuleLowering module, SsaFunction function)
    {
        _module = module;
        Function = function;
        Current = function.NewBlock(region: null);
    }

    /// <summary>The function that is made.</summary>
    public SsaFunction Function { get; }

    /// <summary>The block that is filled; <see langword="null"/> where no path leads.</summary>
    public BasicBlock? Current { get; set; }

    /// <summary>What each mutable local in scope stands for at this point.</summary>
    public ImmutableDictionary<Local, SsaOperand> MutableValues { get; set; } =
        ImmutableDictionary<Local, SsaOperand>.Empty;

    /// <summary>The mutable locals bound so far, in order.</summary>
    public IReadOnlyList<Local> MutableLocals => _mutableLocals;

    /// <summary>Lowers a function of the module.</summary>
    public static SsaFunction Lower(ModuleLowering module, IrFunction function)
    {
        var lowering = new FunctionLowering(
            module,
            new SsaFunction(function.Name, function.Parameters.Length)
            {
                IsExported = function.IsExported,
                Position = function.Position,
            });
        lowering.BindParameters(function.Parameters);
        lowering.LowerTail(function.Body);
        return lowering.Finish();
    }

    /// <summary>Lowers a lambda that was made a function.</summary>
    public static SsaFunction Lower(ModuleLowering module, LiftedFunction lifted)
    {
        SourcePosition position = lifted.Lambda.Position;
        var lowering = new FunctionLowering(
            module,
            new SsaFunction(lifted.Name, lifted.Lambda.Parameters.Length + lifted.Captured.Count)
            {
                Position = position.IsKnown ? position : lifted.Position,
            });
        lowering.BindParameters(lifted.Lambda.Parameters);
        lowering.BindParameters(lifted.Captured);
        ImmutableArray<SsaOperand> captured =
            [.. lowering.Function.Entry.Parameters.Skip(lifted.Lambda.Parameters.Length)];
        foreach ((Local local, FunctionReference function) in lifted.Group)
        {
            lowering._functions.Add(local, new FunctionBinding(function, captured));
        }

        lowering.LowerTail(lifted.Lambda.Body);
        return lowering.Finish();
    }

    // A block that no path leads to was never given an end.
    private SsaFunction Finish()
    {
        Function.Blocks.RemoveAll(block => block.Terminator is null);
        return Function;
    }

    /// <summary>Binds a local to a value.</summary>
    public void Bind(Local local, SsaOperand value)
    {
        if (local.IsMutable)
        {
            if (!MutableValues.ContainsKey(local) && !_mutableLocals.Contains(local))
            {
                _mutableLocals.Add(local);
            }

            MutableValues = MutableValues.SetItem(local, value);
        }
        else
        {
            _values[local] = value;
        }
    }

    /// <summary>Appends an instruction, unless no path leads here.</summary>
    /// <returns>Its result.</returns>
    public SsaOperand Emit(SsaInstruction instruction)
    {
        Current?.Instructions.Add(instruction);
        return (SsaOperand?)instruction.Result ?? SsaConstant.Unit;
    }

    /// <summary>Ends the current block, if any path leads here.</summary>
    public void Terminate(Terminator terminator)
    {
        if (Current is not null)
        {
            Current.Terminator = terminator;
            Current = null;
        }
    }

    /// <summary>A new block in the current region.</summary>
    public BasicBlock NewBlock() => Function.NewBlock(_region);

    /// <summary>A new join in the current region.</summary>
    public Join NewJoin(int resultCount = 0) => new(this, _region, resultCount);

    /// <summary>Lowers an expression for its value.</summary>
    public SsaOperand LowerValue(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                return new SsaConstant(literal.Value);
            case LocalExpression read:
                return Read(read.Local);
            case LetExpression let:
                LowerLet(let);
                return SsaConstant.Unit;
            case AssignExpression assign:
                LowerAssign(assign);
                return SsaConstant.Unit;
            case BlockExpression block:
                return LowerBlock(block);
            case IfExpression choice:
                return LowerIf(choice);
            case AndExpression or OrExpression or NotExpression:
                return LowerBoolean(expression);
            case BuiltInExpression builtIn:
                return LowerBuiltIn(builtIn);
            case CallExpression or RemoteCallExpression or DynamicCallExpression or ApplyExpression:
                return LowerCall(expression);
            case LambdaExpression lambda:
                return LowerLambda(lambda);
            case LetFunctionsExpression functions:
                LowerLetFunctions(functions);
                return SsaConstant.Unit;
            case FunctionValueExpression value:
                return LowerFunctionValue(value);
            case TupleExpression tuple:
                return LowerTuple(tuple);
            case ListExpression list:
                return LowerList(list);
            case MapExpression map:
                return LowerMap(map);
            case TupleElementExpression element:
                return LowerTupleElement(element);
            case TupleUpdateExpression update:
                return LowerTupleUpdate(update);
            case BitstringExpression bitstring:
                return LowerBitstring(bitstring);
            case LoopExpression loop:
                return LowerLoop(loop);
            case ForRangeExpression range:
                return LowerForRange(range);
            case ForEachExpression each:
                return LowerForEach(each);
            case BreakExpression jump:
                return LowerBreak(jump);
            case ContinueExpression jump:
                return LowerContinue(jump);
            case ReturnExpression result:
                LowerTail(result.Value);
                return SsaConstant.Unit;
            case MatchExpression match:
                return LowerMatch(match);
            case TryExpression attempt:
                return LowerTry(attempt);
            case RaiseExpression raise:
                return LowerRaise(raise);
            default:
                throw new ArgumentException($"no such node: {expression.GetType().Name}", nameof(expression));
        }
    }

    /// <summary>Lowers an expression whose value is the function's result.</summary>
    private void LowerTail(Expression expression)
    {
        if (_region is not null)
        {
            ReturnValue(LowerValue(expression));
            return;
        }

        switch (expression)
        {
            case BlockExpression { Expressions: { Length: > 0 } expressions }:
                foreach (Expression child in expressions[..^1])
                {
                    LowerValue(child);
                }

                LowerTail(expressions[^1]);
                break;
            case IfExpression choice:
                Join whenTrue = NewJoin();
                Join whenFalse = NewJoin();
                LowerCondition(choice.Condition, whenTrue, whenFalse);
                whenTrue.Enter();
                LowerTail(choice.Then);
                whenFalse.Enter();
                LowerTail(choice.Else);
                break;
            case MatchExpression match:
                LowerTailMatch(match);
                break;
            case ReturnExpression result:
                LowerTail(result.Value);
                break;
            case CallExpression or RemoteCallExpression { KeepsFrame: false } or DynamicCallExpression or ApplyExpression:
                LowerTailCall(expression);
                break;
            default:
                ReturnValue(LowerValue(expression));
                break;
        }
    }

    private void ReturnValue(SsaOperand value)
    {
        LeaveRegions(outermost: null);
        Terminate(new ReturnTerminator(value));
    }

    /// <summary>Ends the cover of every handler between here and an outer region.</summary>
    private void LeaveRegions(TryRegion? outermost)
    {
        for (TryRegion? region = _region; region != outermost; region = region!.Parent)
        {
            Emit(new EndTryInstruction(region!));
        }
    }

    private void BindParameters(IEnumerable<Local> parameters)
    {
        foreach (Local parameter in parameters)
        {
            SsaValue value = Function.NewValue(parameter.Name);
            Function.Entry.Parameters.Add(value);
            Bind(parameter, value);
        }
    }

    private SsaOperand Read(Local local)
    {
        if (MutableValues.TryGetValue(local, out SsaOperand? value) || _values.TryGetValue(local, out value))
        {
            return value;
        }

        return _functions.TryGetValue(local, out FunctionBinding? function)
            ? Emit(new MakeFunInstruction(Function.NewValue(local.Name), function.Function, [.. function.Captured]))
            : throw new InvalidOperationException($"local '{local.Name}' is read where it is not bound");
    }

    private void LowerLet(LetExpression let)
    {
        SsaOperand value = LowerValue(let.Value);
        Bind(let.Local, value);
    }

    private void LowerAssign(AssignExpression assign)
    {
        SsaOperand value = LowerValue(assign.Value);
        MutableValues = MutableValues.SetItem(assign.Local, value);
        foreach ((TryRegion region, Local local, StackSlot slot) in _slots)
        {
            if (local == assign.Local && Covers(region))
            {
                Emit(new StoreSlotInstruction(slot, value) { Position = assign.Position });
            }
        }
    }

    private bool Covers(TryRegion region)
    {
        for (TryRegion? around = _region; around is not null; around = around.Parent)
        {
            if (around == region)
            {
                return true;
            }
        }

        return false;
    }

    private SsaOperand LowerBlock(BlockExpression block)
    {
        SsaOperand value = SsaConstant.Unit;
        foreach (Expression expression in block.Expressions)
        {
            value = LowerValue(expression);
        }

        return value;
    }

    private SsaOperand[] LowerAll(IEnumerable<Expression> expressions) => [.. expressions.Select(LowerValue)];

    private void RaiseError(SsaOperand reason, SourcePosition position)
    {
        Emit(new CallInstruction(
            Function.NewValue(), new RemoteCallTarget("erlang", "error", NeverReturns: true), reason)
        {
            Position = position,
        });
        Terminate(new FailTerminator(FailureKind.Unreachable));
    }

    private SsaOperand MakeTuple(params SsaOperand[] elements) =>
        TryConstants(elements, out Term[] terms)
            ? new SsaConstant(Term.Tuple(terms))
            : Emit(new TupleInstruction(Function.NewValue(), elements));

    private static bool TryConstants(ReadOnlySpan<SsaOperand> operands, out Term[] terms)
    {
        terms = new Term[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i] is not SsaConstant constant)
            {
                return false;
            }

            terms[i] = constant.Value;
        }

        return true;
    }

    /// <summary>The stack slot that lets the handler of a region see a mutable local.</summary>
    private sealed record RegionSlot(TryRegion Region, Local Local, StackSlot Slot);
}
