using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Follows every path through a function with what is known of the machine's state, until nothing new comes; then goes through it once
/// more and reports.
/// </summary>
internal sealed partial class FunctionVerifier
{
    // A block whose entry changes more often than this gets types that do not grow any more.
    private const int VisitsBeforeWidening = 4;

    // And more often than this: bounds go at once.
    private const int VisitsBeforeDropping = 24;

    private readonly ModuleFacts _module;
    private readonly FunctionFacts _function;
    private readonly ImmutableArray<Instruction> _instructions;
    private Block[] _blocks;
    private int _blockCount;
    private readonly CallResults? _calls;
    private readonly int _depth;
    private readonly bool _isWholeModule;
    private int _firstPending;
    private int _block;
    private FindingCollector? _findings;
    private MachineState? _state;
    private int _index;

    // How many blocks have been followed.
    private int _round;

    public FunctionVerifier(ModuleFacts module, FunctionFacts function)
        : this(module, function, module.Calls, module.Calls?.Depth ?? 0) => _isWholeModule = true;

    /// <summary>Follows a function by itself: what it calls does not learn of it.</summary>
    public FunctionVerifier(ModuleFacts module, FunctionFacts function, CallResults? calls, int depth)
    {
        _calls = calls;
        _depth = depth;
        _module = module;
        _function = function;
        _instructions = function.Code.Instructions;
        _blockCount = function.BlockCount;
        _blocks = module.Blocks.Rent(_blockCount);
        _firstPending = _blockCount;
    }

    private MachineState State => _state!;

    private string InstructionName => OpcodeTable.TryGet(_instructions[_index].Opcode)!.Name;

    /// <summary>Follows all paths from the entry with what the parameters may be now.</summary>
    public void Follow()
    {
        if (!_function.IsSound)
        {
            return;
        }

        var state = _module.States.Rent();
        state.Clear();
        for (var index = 0; index < _function.Code.Arity; index++)
        {
            state.SetRegister(index, state.Add(_function.Parameters[index], traits: _function.IsHearsay[index] ? ValueTraits.Hearsay : ValueTraits.None));
        }

        // From the caller, so that no type is widened here.
        (_block, _index) = (-1, -1);
        _round++;
        Enter(_function.EntryBlock, state);
        _module.States.Return(state);

        FollowPending();
        if (!_isWholeModule)
        {
            FollowOwnCalls();
        }
    }

    private void FollowPending()
    {
        while (_firstPending < _blockCount)
        {
            var block = _firstPending++;
            if (_blocks[block].IsPending)
            {
                _blocks[block].IsPending = false;
                FollowBlock(block);
            }
        }
    }

    // What a function that is followed by itself gives, calls to it with what its parameters are give as well.
    private void FollowOwnCalls()
    {
        for (var known = TermType.None; !known.Equals(_function.Result); FollowPending())
        {
            known = _function.Result;
            _function.Rounds++;
            for (var block = 0; block < _blockCount; block++)
            {
                if (_blocks[block].HasOwnCall)
                {
                    FollowAgain(block);
                }
            }
        }
    }

    /// <summary>What a call in this block gives is more than was known.</summary>
    public void FollowAgain(int block)
    {
        _blocks[block].IsPending = true;
        _firstPending = Math.Min(_firstPending, block);
    }

    /// <summary>Whether something is wrong unless it is proven, and may be proven by what single calls give.</summary>
    public bool MayBeProven
    {
        get
        {
            foreach (ref var block in _blocks.AsSpan(0, _blockCount))
            {
                if (block.Entry is not null && block.MayBeProven)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reports what is wrong in the blocks that are reached.</summary>
    public void Report(FindingCollector findings)
    {
        for (var block = 0; block < _blockCount; block++)
        {
            if (_blocks[block].Entry is null)
            {
                continue;
            }

            findings.Count(_blocks[block].Annotations, _blocks[block].Operands);
            if (_blocks[block].HasFindings)
            {
                _findings = findings;
                FollowBlock(block);
                _findings = null;
            }
        }
    }

    private void FollowBlock(int block)
    {
        _block = block;
        _round++;
        _blocks[block].Annotations = default;
        _blocks[block].Operands = default;
        _blocks[block].HasFindings = false;
        _blocks[block].MayBeProven = false;
        var state = _module.States.Rent(_blocks[block].Entry!);
        _state = state;
        FollowInstructions(block);
        _state = null;
        _module.States.Return(state);
    }

    /// <summary>Gives back the blocks; nothing is to be followed or reported any more.</summary>
    public void Release()
    {
        if (_blockCount > 0)
        {
            _module.Blocks.Return(_blocks, _blockCount);
            _blocks = [];
            _blockCount = 0;
        }
    }

    private void FollowInstructions(int block)
    {
        var end = block + 1 < _blockCount ? _function.BlockStart(block + 1) : _instructions.Length;
        for (_index = _function.BlockStart(block); _state is not null; _index++)
        {
            if (_index == _instructions.Length)
            {
                _index--;
                Problem(Rules.FallsOff, "control runs on past the end of the function");
                return;
            }

            var instruction = _instructions[_index];
            if (_index == end)
            {
                RunOn(block, instruction, _state);
                return;
            }

            if (instruction.Opcode is not (Opcode.Line or Opcode.Label))
            {
                Execute(instruction);
                if (_state is { FreshTuple: >= 0 } && !KeepsTupleFresh(instruction.Opcode))
                {
                    _state.FreshTuple = MachineState.NoValue;
                }
            }
        }
    }

    private static bool KeepsTupleFresh(Opcode opcode) =>
        opcode is Opcode.CallExt or Opcode.SetTupleElement or Opcode.GetTupleElement or Opcode.Move or Opcode.Swap;

    /// <summary>Control comes to a block, with a state that stays the caller's.</summary>
    private void Enter(int block, MachineState state)
    {
        if (_findings is not null)
        {
            // Everything that can arrive has arrived already.
            return;
        }

        ref var entered = ref _blocks[block];
        if (entered.Entry is not { } before)
        {
            (entered.Source, entered.SourceRound) = (_index, _round);
            Keep(ref entered, state);
        }
        else
        {
            // What has come from one place only is not joined with what came from there before: that is in it.
            var isOnlySource = entered.Source == _index && entered.SourceRound != _round && block > _block;
            (entered.Source, entered.SourceRound) = (isOnlySource ? _index : Block.Several, _round);
            if (_module.Join.Covers(before, state))
            {
                return;
            }

            if (isOnlySource)
            {
                Keep(ref entered, state);
            }
            else if (!Join(ref entered, before, state, isForward: block > _block))
            {
                return;
            }
        }

        entered.Visits = (byte)Math.Min(entered.Visits + 1, byte.MaxValue);
        FollowAgain(block);
    }

    /// <summary>The block begins with the state, less what nothing refers to when that is much.</summary>
    private void Keep(ref Block block, MachineState state)
    {
        if (!StateJoin.HasManyValues(state))
        {
            block.Entry = _module.Kept.Keep(state, block.Entry);
            return;
        }

        var less = _module.States.Rent();
        _module.Join.Join(state, state, less, null);
        block.Entry = _module.Kept.Keep(less, block.Entry);
        _module.States.Return(less);
    }

    /// <summary>Joins a state with that of the block.</summary>
    /// <returns>Whether that changes it.</returns>
    private bool Join(ref Block block, MachineState before, MachineState state, bool isForward)
    {
        var after = _module.States.Rent();
        _module.Join.Join(
            before, state, after,
            isForward || block.Visits < VisitsBeforeWidening ? null
            : block.Visits < VisitsBeforeDropping ? _function.Landmarks : Landmarks.Zero);
        var isChanged = !before.IsSame(after);
        if (isChanged)
        {
            block.Entry = _module.Kept.Keep(after, before);
        }

        _module.States.Return(after);
        return isChanged;
    }

    /// <summary>Control goes to a label and nowhere else.</summary>
    private void Jump(LabelOperand label)
    {
        Branch(label, State);
        Stop();
    }

    /// <summary>Control may go to a label, with a state that stays the caller's; label 0 stands for an exception.</summary>
    private void Branch(LabelOperand label, MachineState state)
    {
        if (!label.IsLabel)
        {
            Raise(state);
        }
        else if (!_function.TryFindBlock(label.Label, out var block))
        {
            Problem(
                _module.HasLabel(label.Label) ? Rules.ForeignLabel : Rules.UndefinedLabel,
                _module.HasLabel(label.Label) ? $"label {label.Label} belongs to another function" : $"there is no label {label.Label}");
        }
        else if (IsHandler(label.Label, state))
        {
            Problem(Rules.BranchToHandler, $"label {label.Label} is the handler of an open try", "only an exception may lead there");
        }
        else
        {
            Enter(block, state);
        }
    }

    /// <summary>
    /// Control runs on into the next block, which is not the handler of an open try: compilers put nothing in between when they know that
    /// the call before does not return, and that has to be proven.
    /// </summary>
    private void RunOn(int block, Instruction first, MachineState state)
    {
        if (first is not { Opcode: Opcode.Label, Operands: [UnsignedOperand label] } || !IsHandler((int)label.Value, state))
        {
            Enter(block + 1, state);
            return;
        }

        _blocks[block].MayBeProven = true;
        Problem(Rules.BranchToHandler, $"label {label.Value} is the handler of an open try", "only an exception may lead there");
    }

    private static bool IsHandler(int label, MachineState state)
    {
        foreach (var tag in state.Catches)
        {
            if (tag.IsTry && tag.Handlers.Contains(label))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An exception: it goes to the innermost handler, or leaves the function.</summary>
    private void Raise(MachineState state)
    {
        if (state.HasUnsafeSlots || !state.AreSlotsInitialized)
        {
            Problem(
                Rules.UninitializedSlot, $"an exception looks through the stack frame, and {DescribeUninitialized(state)}",
                "init_yregs clears slots");
            return;
        }

        if (state.IsCatchUndecided || state.Catches is [{ Handlers.Length: > 1 }, ..])
        {
            Problem(Rules.AmbiguousHandler, "an exception here has several handlers, by the path that led here");
            return;
        }

        if (state.Catches.IsEmpty)
        {
            _function.AddException();
        }
        else if (_findings is null)
        {
            var tag = state.Catches[0];
            if (!_function.TryFindBlock(tag.Handlers[0], out var block))
            {
                return;
            }

            var handler = _module.States.Rent(state);
            handler.ScheduleOut();
            if (!tag.IsTry)
            {
                // The handler of a catch is also reached without exception, with the value in x0.
                handler.SetRegister(0, handler.Add(TermType.Any));
            }

            Enter(block, handler);
            _module.States.Return(handler);
        }
    }

    /// <summary>Nothing is known to be possible any more: control does not go on, or what is wrong has been said.</summary>
    private void Stop() => _state = null;

    private bool Problem(VerificationRule rule, string message, string? hint = null)
    {
        _blocks[_block].HasFindings = true;
        _findings?.Add(rule, _function, _index, message, hint, _state);
        Stop();
        return false;
    }

    private static string DescribeUninitialized(MachineState state)
    {
        for (var index = 0; index < state.SlotCount; index++)
        {
            if (!state.Slot(index).IsInitialized)
            {
                return $"y{index} has not been initialised";
            }
        }

        return "a slot has not been initialised on one of the paths that met before";
    }

    /// <summary>Control may go to the label, with a state of its own.</summary>
    private void BranchAway(LabelOperand label)
    {
        if (!label.IsLabel)
        {
            Raise(State);
            return;
        }

        BranchFor(label, _module.States.Rent(State));
    }

    /// <summary>Control may go to the label with a rented state, which is given back.</summary>
    private void BranchFor(LabelOperand label, MachineState state)
    {
        Branch(label, state);
        _module.States.Return(state);
    }
}
