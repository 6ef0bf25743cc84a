using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>Calls, BIFs and funs.</content>
internal sealed partial class FunctionVerifier
{
    private void ExecuteCall(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.Call:
                Call(operands[0], operands[1], Tail.None, null);
                break;
            case Opcode.CallLast:
                Call(operands[0], operands[1], Tail.WithFrame, operands[2]);
                break;
            case Opcode.CallOnly:
                Call(operands[0], operands[1], Tail.WithoutFrame, null);
                break;
            case Opcode.CallExt:
                CallRemote((ImportOperand)operands[1], Tail.None, null);
                break;
            case Opcode.CallExtLast:
                CallRemote((ImportOperand)operands[1], Tail.WithFrame, operands[2]);
                break;
            case Opcode.CallExtOnly:
                CallRemote((ImportOperand)operands[1], Tail.WithoutFrame, null);
                break;
            case Opcode.CallFun:
                CallFun(operands[0], null);
                break;
            case Opcode.CallFun2:
                CallFun(operands[1], operands[2]);
                break;
            case Opcode.Apply:
                Apply(operands[0], Tail.None, null);
                break;
            case Opcode.ApplyLast:
                Apply(operands[0], Tail.WithFrame, operands[1]);
                break;
            case Opcode.Send when RequireArguments(2):
                FinishCall(Tail.None, null, TermType.Any, canFail: true);
                break;
            case Opcode.RawRaise when RequireArguments(3):
                RequireRawTrace(XRegister.Of(2));
                if (_state is not null)
                {
                    // A class that is none makes it return badarg.
                    var isClass = State.TypeOf(State.Register(0)).IsSubsetOf(ClassType);
                    FinishCall(Tail.None, null, isClass ? TermType.None : TermType.AtomOf("badarg"), canFail: true);
                }

                break;
            case Opcode.BsInitWritable when RequireArguments(1):
                FinishCall(Tail.None, null, TermType.WritableBitstringOf(8), canFail: false);
                break;
            default:
                break;
        }
    }

    private enum Tail
    {
        None,
        WithFrame,
        WithoutFrame,
    }

    private void Call(Operand arity, Operand target, Tail tail, Operand? frame)
    {
        if (!TryNumber(arity, out var count) || !TryLabel(target, out var label))
        {
            return;
        }

        var callee = _module.FindFunction(label.Label)!;
        if (!RequireLocalArguments(callee, count))
        {
            return;
        }

        if (_isWholeModule)
        {
            for (var index = 0; index < count; index++)
            {
                var argument = State.Register(index);
                _module.AddArgument(callee, index, State.TypeOf(argument), State.Value(argument).IsHearsay);
            }

            // What a function gives that goes on by calling itself it gives anyway.
            if (callee != _function || tail == Tail.None || !State.Catches.IsEmpty)
            {
                _module.AddCaller(callee, _function, _block);
            }
        }

        FinishCall(tail, frame, ResultOf(callee, count), callee.CanRaise, callee, ValueTraits.Hearsay);
    }

    private TermType ResultOf(FunctionFacts callee, int count)
    {
        if (_calls is null || callee.Result.IsNone)
        {
            return callee.Result;
        }

        var arguments = _module.Types(count);
        for (var index = 0; index < count; index++)
        {
            arguments[index] = State.TypeOf(State.Register(index));
        }

        if (!_isWholeModule && _depth == 0 && callee.Index == _function.Index && AreParameters(arguments))
        {
            _blocks[_block].HasOwnCall = true;
            return callee.Result.Meet(_function.Result);
        }

        return callee.Result.Meet(_calls.Of(callee, arguments, _depth));
    }

    // Whether the function is followed for calls with such arguments.
    private bool AreParameters(ReadOnlySpan<TermType> arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!arguments[index].IsSubsetOf(_function.Parameters[index]))
            {
                return false;
            }
        }

        return true;
    }

    private bool RequireLocalArguments(FunctionFacts callee, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var argument = State.Register(index);
            if (argument < 0 || State.MayHaveFragile)
            {
                if (!TryUseAny(XRegister.Of(index), out var source) || !RequireDurable(XRegister.Of(index), source))
                {
                    return false;
                }
            }

            var type = State.Value(argument).Type;
            if (!type.MayBeAbstract)
            {
                continue;
            }

            if (!type.MayBeMatchContext)
            {
                Problem(Rules.ContextAsTerm, $"x{index} is a {type} and no term");
                return false;
            }

            for (var other = 0; other < index; other++)
            {
                if (State.Register(other) == argument)
                {
                    Problem(Rules.ContextTwice, $"x{other} and x{index} pass the same match context to {callee.Code}");
                    return false;
                }
            }
        }

        return true;
    }

    private void CallRemote(ImportOperand target, Tail tail, Operand? frame)
    {
        if (!RequireArguments(target.Arity))
        {
            return;
        }

        var import = _module.Operands.Import(target);
        var types = _module.Types(target.Arity);
        for (var index = 0; index < types.Length; index++)
        {
            types[index] = State.TypeOf(State.Register(index));
        }

        var outcome = import.Call(types);

        // What is known of the arguments tells about the result.
        var traits = ValueTraits.None;
        for (var index = 0; index < target.Arity; index++)
        {
            traits |= State.Value(State.Register(index)).Traits & ValueTraits.Hearsay;
        }

        FinishCall(tail, frame, outcome.Result, outcome.CanFail, null, traits);
        if (_state is not null)
        {
            State.FreshTuple = import.MakesTuple ? State.Register(0) : MachineState.NoValue;
        }
    }

    private void CallFun(Operand arity, Operand? fun)
    {
        if (!TryNumber(arity, out var count))
        {
            return;
        }

        if (!RequireArguments(count))
        {
            return;
        }

        var operand = fun ?? XRegister.Of(count);
        if (!TryUseDurable(operand, out var value))
        {
            return;
        }

        if (fun is not null && _instructions[_index].Operands[0] is AtomOperand { Name: "safe" } or LambdaOperand)
        {
            // The machine takes it for a fun of the right arity.
            if (!Require(operand, value, TermType.FunOf(count)))
            {
                return;
            }
        }

        Raise(State);
        if (_state is null || !State.Narrow(value, TermType.FunOf(count)))
        {
            Stop();
            return;
        }

        FinishCall(Tail.None, null, State.TypeOf(value).FunResult, canFail: false, traits: ValueTraits.Hearsay);
    }

    private void Apply(Operand arity, Tail tail, Operand? frame)
    {
        if (TryNumber(arity, out var count) && RequireArguments(count + 2))
        {
            FinishCall(tail, frame, TermType.Any, canFail: true);
        }
    }

    private bool RequireArguments(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var argument = State.Register(index);
            if ((argument < 0 || State.MayHaveFragile || State.Value(argument).Type.MayBeAbstract)
                && !TryUseDurable(XRegister.Of(index), out _))
            {
                return false;
            }
        }

        return true;
    }

    private void FinishCall(Tail tail, Operand? frame, TermType result, bool canFail, FunctionFacts? callee = null, ValueTraits traits = ValueTraits.None)
    {
        if (tail == Tail.None)
        {
            if (State.FrameSize == MachineState.NoFrame)
            {
                Problem(Rules.NoFrame, "a call needs a stack frame for the return address", "allocate makes one; call_only needs none");
                return;
            }
        }

        if (!RequireSlotsInitialized())
        {
            return;
        }

        if (canFail)
        {
            Raise(State);
            if (_state is null)
            {
                return;
            }
        }

        if (tail == Tail.None)
        {
            if (result.IsNone)
            {
                Stop();
                return;
            }

            var receive = State.Receive;
            State.ScheduleOut();
            State.Receive = _module.IsHandWritten ? receive : ReceiveState.None;
            DefineAs(XRegister.Of(0), State.Add(result, traits: traits));
            return;
        }

        if (!RequireNoOpenCatch())
        {
            return;
        }

        // OTP's compilers put anything for the frame of a call that never returns; loaders leave the frame alone there.
        if (result.IsNone && callee is null && !_module.IsStrict)
        {
            Stop();
            return;
        }

        if (tail == Tail.WithFrame)
        {
            if (!RequireFrame(Number(frame!)))
            {
                return;
            }

            State.DropFrame();
        }

        if (RequireReturnable())
        {
            _function.AddResult(result);
            Stop();
        }
    }

    private void ExecuteBif(Instruction instruction)
    {
        var operands = instruction.Operands;
        var isCollecting = instruction.Opcode is Opcode.GcBif1 or Opcode.GcBif2 or Opcode.GcBif3;
        var hasLabel = instruction.Opcode != Opcode.Bif0;
        var position = isCollecting ? 3 : hasLabel ? 2 : 1;
        var bif = (ImportOperand)operands[position - 1];
        var fail = hasLabel ? (LabelOperand)operands[0] : LabelOperand.None;
        var count = operands.Length - position - 1;
        if (isCollecting)
        {
            if (!RequireLive(operands[1], out var live))
            {
                return;
            }

            // Gone whether it fails or not, and before the arguments are looked at.
            State.KillRegistersFrom(live);
            State.ReserveHeap(0);
        }

        var import = _module.Operands.Import(bif);
        var sources = _module.Sources.AsSpan(0, count);
        var types = _module.Types(count);
        for (var index = 0; index < count; index++)
        {
            if (!TryUseAny(operands[position + index], out sources[index])
                || !(import.AcceptsContext || RequireTerm(operands[position + index], sources[index])))
            {
                return;
            }
        }

        for (var index = 0; index < count; index++)
        {
            types[index] = State.TypeOf(sources[index]);
        }

        var outcome = import.Call(types);
        if (outcome.CanFail)
        {
            if (!fail.IsLabel)
            {
                Raise(State);
            }
            else
            {
                var failed = _module.States.Rent(State);
                if (outcome.Refused is { } refused && !Excludes(failed, sources, refused))
                {
                    _module.States.Return(failed);
                }
                else
                {
                    BranchFor(fail, failed);
                }
            }

            if (_state is null)
            {
                return;
            }
        }

        if (outcome.Result.IsNone || !Narrows(State, sources, outcome.Required))
        {
            Stop();
            return;
        }

        var definition = Inference.Define(import, sources);
        var traits = ValueTraits.None;
        foreach (var source in sources)
        {
            traits |= State.TraitsOf(source);
        }

        var result = import.TakesElement && sources[1].Constant is { Term: TupleTerm { Arity: > 0 } } constant
            ? outcome.Result.Meet(constant.AnyElement) : outcome.Result;
        Define(operands[^1], result, definition, traits);
    }

    private static bool Narrows(MachineState state, ReadOnlySpan<ValueSource> sources, ImmutableArray<TermType> types)
    {
        for (var index = 0; index < types.Length; index++)
        {
            if (!state.Narrow(sources[index], types[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Excludes(MachineState state, ReadOnlySpan<ValueSource> sources, ImmutableArray<TermType> types)
    {
        for (var index = 0; index < types.Length; index++)
        {
            if (!state.Exclude(sources[index], types[index]))
            {
                return false;
            }
        }

        return true;
    }

    private void ExecuteMakeFun(LambdaOperand lambda, Operand destination, ListOperand captured)
    {
        var target = _module.FindFunction(lambda.Label)!;
        var types = _module.Types(captured.Items.Length);
        for (var index = 0; index < types.Length; index++)
        {
            if (!TryUseDurable(captured.Items[index], out var value))
            {
                return;
            }

            types[index] = State.TypeOf(value);
        }

        if (State.HeapFuns == 0)
        {
            Problem(Rules.HeapOverflow, "no heap is reserved for a fun", "test_heap reserves it");
            return;
        }

        State.HeapFuns--;
        if (_isWholeModule)
        {
            _module.AddFun(target, types, _function, _block);
        }

        Define(destination, TermType.FunOf(lambda.Arity - lambda.FreeCount, target.Result));
    }
}
