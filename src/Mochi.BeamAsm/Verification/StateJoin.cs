using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Joins states where paths meet. A value of the result stands for a pair of values, one of each state; registers that hold the same pair
/// hold the same value. Numbers are given in the order of the registers, so that equal states are equal number by number.
/// </summary>
internal sealed class StateJoin
{
    // How far values are followed that no register holds and that only tell about others; bounds what loops can pile up.
    private const int MaximumDepth = 2;

    private readonly Dictionary<long, int> _numbers = [];
    private readonly List<(int Left, int Right, int Depth)> _pairs = [];

    /// <summary>The state with nothing in it that no register leads to, its values numbered as in every result.</summary>
    public MachineState Canonical(MachineState state) => Join(state, state, widens: false);

    /// <summary>Joins two states.</summary>
    /// <param name="left">The state so far.</param>
    /// <param name="right">The state of another path.</param>
    /// <param name="widens">Whether types that grow are to grow at once to where they stay.</param>
    public MachineState Join(MachineState left, MachineState right, bool widens)
    {
        _numbers.Clear();
        _pairs.Clear();
        var result = new MachineState
        {
            HeapWords = Math.Min(left.HeapWords, right.HeapWords),
            HeapFloats = Math.Min(left.HeapFloats, right.HeapFloats),
            HeapFuns = Math.Min(left.HeapFuns, right.HeapFuns),
            Receive = Join(left.Receive, right.Receive),
            Floats = left.Floats.And(right.Floats),
        };
        JoinRegisters(left, right, result);
        JoinFrames(left, right, result);
        JoinCatches(left, right, result);
        for (var index = 0; index < _pairs.Count; index++)
        {
            JoinValue(left, right, result, index, widens);
        }

        JoinPositions(left, right, result);
        return result;
    }

    // A mark that is set on some paths only is as good as one: only a receive may follow.
    private static ReceiveState Join(ReceiveState left, ReceiveState right) =>
        left == right ? left
        : (left, right) is (ReceiveState.None, ReceiveState.Marked) or (ReceiveState.Marked, ReceiveState.None) ? ReceiveState.Marked
        : ReceiveState.Undecided;

    private void JoinRegisters(MachineState left, MachineState right, MachineState result)
    {
        var count = Math.Min(left.RegisterCount, right.RegisterCount);
        for (var index = 0; index < count; index++)
        {
            var (first, second) = (left.Register(index), right.Register(index));
            if (first >= 0 && second >= 0)
            {
                result.SetRegister(index, Number(first, second, 0));
            }
        }
    }

    private void JoinFrames(MachineState left, MachineState right, MachineState result)
    {
        if (left.FrameSize == MachineState.NoFrame && right.FrameSize == MachineState.NoFrame)
        {
            return;
        }

        var count = Math.Min(left.SlotCount, right.SlotCount);
        result.MakeFrame(count);
        if (left.FrameSize != right.FrameSize || left.FrameSize == MachineState.UndecidedFrame)
        {
            // Fine on the way to an exception, if the collector may see every slot on both paths.
            result.FrameSize = MachineState.UndecidedFrame;
            result.HasUnsafeSlots = left.HasUnsafeSlots || right.HasUnsafeSlots
                || !left.AreSlotsInitialized || !right.AreSlotsInitialized;
        }

        for (var index = 0; index < count; index++)
        {
            result.SetSlot(index, JoinSlots(left.Slot(index), right.Slot(index)));
        }
    }

    private StackSlot JoinSlots(StackSlot left, StackSlot right)
    {
        if (left.HasValue && right.HasValue)
        {
            return new StackSlot(Number(left.Value, right.Value, 0));
        }

        if (!left.IsInitialized || !right.IsInitialized)
        {
            return StackSlot.Uninitialized;
        }

        return left.Tag is { } tag && right.Tag is { } other && tag.Join(other) is { } joined ? StackSlot.Of(joined) : StackSlot.Cleared;
    }

    private static void JoinCatches(MachineState left, MachineState right, MachineState result)
    {
        result.IsCatchUndecided = left.IsCatchUndecided || right.IsCatchUndecided;
        if (left.Catches == right.Catches)
        {
            result.Catches = left.Catches;
            return;
        }

        if (left.Catches.Length != right.Catches.Length)
        {
            result.IsCatchUndecided = true;
            return;
        }

        var joined = ImmutableArray.CreateBuilder<CatchTag>(left.Catches.Length);
        for (var index = 0; index < left.Catches.Length; index++)
        {
            if (left.Catches[index].Join(right.Catches[index]) is not { } tag)
            {
                result.IsCatchUndecided = true;
                return;
            }

            joined.Add(tag);
        }

        result.Catches = joined.MoveToImmutable();
    }

    private void JoinValue(MachineState left, MachineState right, MachineState result, int index, bool widens)
    {
        var (first, second, depth) = _pairs[index];
        ref readonly var leftValue = ref left.Value(first);
        ref readonly var rightValue = ref right.Value(second);
        var leftType = left.TypeOf(first);
        var type = leftType;
        if (!ReferenceEquals(left, right))
        {
            var rightType = right.TypeOf(second);
            type = widens ? leftType.Widen(rightType) : leftType.Join(rightType);
        }

        var definition = leftValue.Definition is { } one && rightValue.Definition is { } other && depth < MaximumDepth
            ? JoinDefinitions(one, other, depth + 1) : null;
        result.Add(type, definition, leftValue.IsFragile || rightValue.IsFragile);
    }

    // What holds of both pairs' halves holds of the pairs.
    private Definition? JoinDefinitions(Definition left, Definition right, int depth)
    {
        if (left.Operation != right.Operation || left.Arguments.Length != right.Arguments.Length)
        {
            return null;
        }

        for (var index = 0; index < left.Arguments.Length; index++)
        {
            var (one, other) = (left.Arguments[index], right.Arguments[index]);
            if (one.IsConstant != other.IsConstant || (one.IsConstant && !one.Constant!.Equals(other.Constant)))
            {
                return null;
            }
        }

        var arguments = ImmutableArray.CreateBuilder<ValueSource>(left.Arguments.Length);
        for (var index = 0; index < left.Arguments.Length; index++)
        {
            var (one, other) = (left.Arguments[index], right.Arguments[index]);
            arguments.Add(one.IsConstant ? one : new ValueSource(Number(one.Value, other.Value, depth)));
        }

        return new Definition(left.Operation, arguments.MoveToImmutable());
    }

    private void JoinPositions(MachineState left, MachineState right, MachineState result)
    {
        foreach (var (first, second, _) in _pairs)
        {
            var (one, other) = (left.Position(first), right.Position(second));
            if (one >= 0 && other >= 0 && _numbers.TryGetValue(Key(one, other), out var position))
            {
                result.SetPosition(_numbers[Key(first, second)], position);
            }
        }
    }

    private int Number(int left, int right, int depth)
    {
        var key = Key(left, right);
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = _pairs.Count;
            _numbers.Add(key, number);
            _pairs.Add((left, right, depth));
        }

        return number;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
