using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Joins states where paths meet. A value of the result stands for a pair of values, one of each state; registers that hold the same pair
/// hold the same value. Numbers are given in the order of the registers, so that equal results are equal number by number.
/// </summary>
internal sealed class StateJoin
{
    // How far values are followed that no register holds and that only tell about others; bounds what loops can pile up.
    private const int MaximumDepth = 2;

    // A state with so many values that no register holds is worth going through when it is kept.
    private const int KeptValues = 8;

    private Pair[] _pairs = new Pair[32];
    private int _pairCount;

    // By value of the left state: the first pair with it, or the value of the right state that it is paired with.
    private int[] _byLeft = new int[32];

    /// <summary>Whether a state has so many values that no register holds that they are left out when it is kept.</summary>
    public static bool HasManyValues(MachineState state) => state.ValueCount > state.RegisterCount + state.SlotCount + KeptValues;

    /// <summary>Whether joining changes nothing: whatever holds in the left state holds in the right one.</summary>
    /// <remarks>May say no although it is so.</remarks>
    public bool Covers(MachineState left, MachineState right)
    {
        if (left.HeapWords > right.HeapWords || left.HeapFloats > right.HeapFloats || left.HeapFuns > right.HeapFuns
            || left.RegisterCount > right.RegisterCount || Join(left.Receive, right.Receive) != left.Receive
            || !left.Floats.And(right.Floats).Equals(left.Floats) || !CoversFrame(left, right) || !CoversCatches(left, right))
        {
            return false;
        }

        Begin(left);
        for (var index = 0; index < left.RegisterCount; index++)
        {
            var value = left.Register(index);
            if (value >= 0 && !IsPaired(value, right.Register(index)))
            {
                return false;
            }
        }

        for (var index = 0; index < left.SlotCount; index++)
        {
            var (one, other) = (left.Slot(index), right.Slot(index));
            var isCovered = one.HasValue ? other.HasValue && IsPaired(one.Value, other.Value)
                : !one.IsInitialized || (other.IsInitialized && (one.Tag is not { } tag || (other.Tag is { } second && tag.Covers(second))));
            if (!isCovered)
            {
                return false;
            }
        }

        for (var index = 0; index < _pairCount; index++)
        {
            if (!CoversValue(left, right, _pairs[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Joins two states.</summary>
    /// <param name="left">The state so far.</param>
    /// <param name="right">The state of another path.</param>
    /// <param name="result">Becomes what holds in both.</param>
    /// <param name="widening">Where types that grow are to grow to at once; <see langword="null"/> for no further than they have to.</param>
    public void Join(MachineState left, MachineState right, MachineState result, Landmarks? widening)
    {
        Begin(left);
        result.Clear();
        result.HeapWords = Math.Min(left.HeapWords, right.HeapWords);
        result.HeapFloats = Math.Min(left.HeapFloats, right.HeapFloats);
        result.HeapFuns = Math.Min(left.HeapFuns, right.HeapFuns);
        result.Receive = Join(left.Receive, right.Receive);
        result.Floats = left.Floats.And(right.Floats);
        JoinRegisters(left, right, result);
        JoinFrames(left, right, result);
        JoinCatches(left, right, result);
        for (var index = 0; index < _pairCount; index++)
        {
            JoinValue(left, right, result, index, widening);
        }

        if (left.HasPositions && right.HasPositions)
        {
            JoinPositions(left, right, result);
        }
    }

    // A mark that is set on some paths only is as good as one: only a receive may follow.
    private static ReceiveState Join(ReceiveState left, ReceiveState right) =>
        left == right ? left
        : (left, right) is (ReceiveState.None, ReceiveState.Marked) or (ReceiveState.Marked, ReceiveState.None) ? ReceiveState.Marked
        : ReceiveState.Undecided;

    private static bool CoversFrame(MachineState left, MachineState right) =>
        left.FrameSize == MachineState.UndecidedFrame
            ? left.SlotCount <= right.SlotCount
                && (left.HasUnsafeSlots || (!right.HasUnsafeSlots && left.AreSlotsInitialized && right.AreSlotsInitialized))
            : left.FrameSize == right.FrameSize;

    private static bool CoversCatches(MachineState left, MachineState right)
    {
        if (left.IsCatchUndecided)
        {
            return left.Catches.IsEmpty;
        }

        if (right.IsCatchUndecided || left.Catches.Length != right.Catches.Length)
        {
            return false;
        }

        for (var index = 0; index < left.Catches.Length; index++)
        {
            if (!left.Catches[index].Covers(right.Catches[index]))
            {
                return false;
            }
        }

        return true;
    }

    // Each value of the left state has one of the right.
    private bool IsPaired(int left, int right)
    {
        if (right < 0)
        {
            return false;
        }

        if (_byLeft[left] < 0)
        {
            _byLeft[left] = right;
            AddPair(new Pair(left, right, 0, -1));
            return true;
        }

        return _byLeft[left] == right;
    }

    private bool CoversValue(MachineState left, MachineState right, Pair pair)
    {
        ref readonly var one = ref left.Value(pair.Left);
        ref readonly var other = ref right.Value(pair.Right);
        if ((other.Traits & ~one.Traits) != 0 || !right.TypeOf(pair.Right).IsSubsetOf(left.TypeOf(pair.Left)))
        {
            return false;
        }

        if (one.Definition is { } definition)
        {
            if (other.Definition is not { } second || !definition.IsAlike(second)
                || (definition.First.Value >= 0 && !IsPaired(definition.First.Value, second.First.Value))
                || (definition.Second.Value >= 0 && !IsPaired(definition.Second.Value, second.Second.Value)))
            {
                return false;
            }
        }

        return !left.HasPositions || left.Position(pair.Left) is not (>= 0 and var position)
            || IsPaired(position, right.Position(pair.Right));
    }

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

    private void JoinValue(MachineState left, MachineState right, MachineState result, int index, Landmarks? widening)
    {
        var (first, second, depth, _) = _pairs[index];
        ref readonly var leftValue = ref left.Value(first);
        ref readonly var rightValue = ref right.Value(second);
        var type = left.TypeOf(first);
        if (!ReferenceEquals(left, right))
        {
            var rightType = right.TypeOf(second);
            type = widening is null ? type.Join(rightType) : type.Widen(rightType, widening);
        }

        // What holds of both pairs' halves holds of the pairs.
        var definition = leftValue.Definition is { } one && rightValue.Definition is { } other && depth < MaximumDepth && one.IsAlike(other)
            ? JoinDefinitions(one, other, depth + 1) : null;
        result.Add(type, definition, leftValue.Traits | rightValue.Traits);
    }

    private Definition JoinDefinitions(Definition left, Definition right, int depth)
    {
        var one = left.First.Value < 0 ? left.First : new ValueSource(Number(left.First.Value, right.First.Value, depth));
        var other = left.Second.Value < 0 ? left.Second : new ValueSource(Number(left.Second.Value, right.Second.Value, depth));
        return one.Value == left.First.Value && other.Value == left.Second.Value ? left
            : left.Operation == Operation.Element ? Definition.OfElement(one, left.Index) : left with { First = one, Second = other };
    }

    private void JoinPositions(MachineState left, MachineState right, MachineState result)
    {
        for (var index = 0; index < _pairCount; index++)
        {
            var (one, other) = (left.Position(_pairs[index].Left), right.Position(_pairs[index].Right));
            if (one >= 0 && other >= 0 && Find(one, other) is >= 0 and var position)
            {
                result.SetPosition(index, position);
            }
        }
    }

    private int Number(int left, int right, int depth)
    {
        var number = Find(left, right);
        if (number < 0)
        {
            number = _pairCount;
            AddPair(new Pair(left, right, depth, _byLeft[left]));
            _byLeft[left] = number;
        }

        return number;
    }

    private int Find(int left, int right)
    {
        var number = _byLeft[left];
        while (number >= 0 && _pairs[number].Right != right)
        {
            number = _pairs[number].Next;
        }

        return number;
    }

    private void Begin(MachineState left)
    {
        _pairCount = 0;
        if (_byLeft.Length < left.ValueCount)
        {
            _byLeft = new int[2 * left.ValueCount];
        }

        _byLeft.AsSpan(0, left.ValueCount).Fill(-1);
    }

    private void AddPair(Pair pair)
    {
        if (_pairCount == _pairs.Length)
        {
            Array.Resize(ref _pairs, 2 * _pairCount);
        }

        _pairs[_pairCount++] = pair;
    }

    private readonly record struct Pair(int Left, int Right, int Depth, int Next);
}
