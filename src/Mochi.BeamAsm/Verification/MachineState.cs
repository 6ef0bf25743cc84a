using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// What is known of the machine before an instruction: which registers hold values, which of them the same one, and what those may
/// be; the stack frame, the heap that was reserved, catches and the message queue.
/// </summary>
internal sealed partial class MachineState
{
    /// <summary>There is no stack frame.</summary>
    public const int NoFrame = -1;

    /// <summary>Paths met that differ in the stack frame.</summary>
    public const int UndecidedFrame = -2;

    /// <summary>The value number of a register that holds none.</summary>
    public const int NoValue = -1;

    // A copy mostly gets a few more registers and values.
    private const int Room = 4;

    // A state that is kept has them somewhere in arrays that it shares with others, and does not change.
    private int[] _registers = [];
    private int _firstRegister;
    private int _registerCount;
    private StackSlot[] _slots = [];
    private int _firstSlot;
    private int _slotCount;
    private MachineValue[] _values = [];
    private int _firstValue;
    private int _valueCount;

    /// <summary>Slots of the stack frame, <see cref="NoFrame"/> or <see cref="UndecidedFrame"/>.</summary>
    public int FrameSize { get; set; } = NoFrame;

    /// <summary>Whether paths met with different frames, one of which had a slot that the garbage collector must not see.</summary>
    public bool HasUnsafeSlots { get; set; }

    /// <summary>Whether the garbage collector may see every slot.</summary>
    public bool AreSlotsInitialized
    {
        get
        {
            for (var index = 0; index < _slotCount; index++)
            {
                if (!_slots[_firstSlot + index].IsInitialized)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Words that may be built before the next garbage collection.</summary>
    public int HeapWords { get; set; }

    /// <summary>Floats that may be built.</summary>
    public int HeapFloats { get; set; }

    /// <summary>Funs that may be made.</summary>
    public int HeapFuns { get; set; }

    /// <summary>The catches and tries that are open, the innermost first.</summary>
    public ImmutableArray<CatchTag> Catches { get; set; } = [];

    /// <summary>Whether paths met that differ in them.</summary>
    public bool IsCatchUndecided { get; set; }

    /// <summary>
    /// The tuple that <c>setelement/3</c> has just made, which nobody else has and which no garbage collection has moved; <see cref="NoValue"/>
    /// when there is none.
    /// </summary>
    public int FreshTuple { get; set; } = NoValue;

    /// <summary>Where the process is with regard to its messages.</summary>
    public ReceiveState Receive { get; set; }

    /// <summary>The float registers that hold a float.</summary>
    public FloatSet Floats { get; set; }

    /// <summary>One more than the number of the last x register that may hold a value.</summary>
    public int RegisterCount => _registerCount;

    /// <summary>How many stack slots are known.</summary>
    public int SlotCount => _slotCount;

    /// <summary>Whether some value may be (a part of) a message that is still in the queue.</summary>
    public bool MayHaveFragile { get; private set; }

    /// <summary>How many values there are.</summary>
    public int ValueCount => _valueCount;

    /// <summary>Becomes the same as another state, and changes on its own from there.</summary>
    public void CopyFrom(MachineState original)
    {
        CopyScalarsFrom(original);
        _registerCount = original._registerCount;
        Copy(original._registers, original._firstRegister, ref _registers, _registerCount);
        _slotCount = original._slotCount;
        Copy(original._slots, original._firstSlot, ref _slots, _slotCount);
        _valueCount = original._valueCount;
        Copy(original._values, original._firstValue, ref _values, _valueCount);
        CopyPositionsFrom(original);
    }

    /// <summary>Becomes the same as another state, and does not change any more but by this.</summary>
    /// <param name="original">The other state.</param>
    /// <param name="registers">Where there is room for its registers.</param>
    /// <param name="slots">Where there is room for the slots of its frame.</param>
    /// <param name="values">Where there is room for its values.</param>
    public void Keep(MachineState original, SharedArray<int> registers, SharedArray<StackSlot> slots, SharedArray<MachineValue> values)
    {
        CopyScalarsFrom(original);
        Keep(original._registers, original._registerCount, registers, ref _registers, ref _firstRegister, ref _registerCount);
        Keep(original._slots, original._slotCount, slots, ref _slots, ref _firstSlot, ref _slotCount);
        Keep(original._values, original._valueCount, values, ref _values, ref _firstValue, ref _valueCount);
        CopyPositionsFrom(original);
    }

    /// <summary>Lets go of the arrays that it shares with others.</summary>
    public void Forget()
    {
        (_registerCount, _slotCount, _valueCount) = (0, 0, 0);
        Catches = [];
        _positions = null;
    }

    /// <summary>Forgets everything: the machine without a frame and without values.</summary>
    public void Clear()
    {
        _registerCount = _slotCount = _valueCount = 0;
        FrameSize = NoFrame;
        HasUnsafeSlots = false;
        ReserveHeap(0);
        Catches = [];
        IsCatchUndecided = false;
        Receive = ReceiveState.None;
        Floats = default;
        FreshTuple = NoValue;
        MayHaveFragile = false;
        _positions?.Clear();
    }

    /// <summary>Lets go of everything, so that nothing is kept only because this state is to be used again.</summary>
    public void Drop()
    {
        Array.Clear(_values);
        Array.Clear(_slots);
        Catches = [];
    }

    /// <summary>Takes over everything but registers, slots and values.</summary>
    public void CopyScalarsFrom(MachineState original)
    {
        FrameSize = original.FrameSize;
        HasUnsafeSlots = original.HasUnsafeSlots;
        HeapWords = original.HeapWords;
        HeapFloats = original.HeapFloats;
        HeapFuns = original.HeapFuns;
        Catches = original.Catches;
        IsCatchUndecided = original.IsCatchUndecided;
        Receive = original.Receive;
        Floats = original.Floats;
        FreshTuple = original.FreshTuple;
        MayHaveFragile = original.MayHaveFragile;
    }

    private static void Copy<T>(T[] from, int first, ref T[] to, int count)
    {
        if (to.Length < count)
        {
            to = new T[count + Room];
        }

        from.AsSpan(first, count).CopyTo(to);
    }

    private static void Keep<T>(T[] from, int count, SharedArray<T> shared, ref T[] to, ref int first, ref int kept)
    {
        if (count > kept)
        {
            to = shared.Reserve(count, out first);
        }

        kept = count;
        from.AsSpan(0, count).CopyTo(to.AsSpan(first));
    }

    private void CopyPositionsFrom(MachineState original)
    {
        if (original._positions is { Count: > 0 } positions)
        {
            _positions = new Dictionary<int, int>(positions);
        }
        else
        {
            _positions?.Clear();
        }
    }

    /// <summary>The value of an x register; <see cref="NoValue"/> when it has none.</summary>
    public int Register(int index) => index < _registerCount ? _registers[_firstRegister + index] : NoValue;

    /// <summary>Lets an x register hold a value.</summary>
    public void SetRegister(int index, int value)
    {
        if (index >= _registers.Length)
        {
            Array.Resize(ref _registers, index + 1 + Room);
        }

        while (_registerCount <= index)
        {
            _registers[_registerCount++] = NoValue;
        }

        _registers[index] = value;
    }

    /// <summary>Forgets the x registers from this number on.</summary>
    public void KillRegistersFrom(int live) => _registerCount = Math.Min(_registerCount, live);

    /// <summary>A slot of the stack frame.</summary>
    public StackSlot Slot(int index) => index < _slotCount ? _slots[_firstSlot + index] : StackSlot.Uninitialized;

    /// <summary>Changes a slot, which the frame must have.</summary>
    public void SetSlot(int index, StackSlot slot) => _slots[index] = slot;

    /// <summary>Makes a frame whose slots hold nothing.</summary>
    public void MakeFrame(int size)
    {
        FrameSize = size;
        _slotCount = size;
        if (_slots.Length < size)
        {
            _slots = new StackSlot[size];
        }

        Array.Fill(_slots, StackSlot.Uninitialized, 0, size);
    }

    /// <summary>Drops the frame.</summary>
    public void DropFrame()
    {
        FrameSize = NoFrame;
        _slotCount = 0;
    }

    /// <summary>Drops the first slots of the frame; the others move down.</summary>
    public void Trim(int count)
    {
        Array.Copy(_slots, count, _slots, 0, _slotCount - count);
        _slotCount -= count;
        FrameSize -= count;
    }

    /// <summary>Reserves heap; what was reserved before is lost.</summary>
    public void ReserveHeap(int words, int floats = 0, int funs = 0)
    {
        HeapWords = words;
        HeapFloats = floats;
        HeapFuns = funs;
    }

    /// <summary>What a call leaves: the stack frame.</summary>
    public void ScheduleOut(int live = 0)
    {
        KillRegistersFrom(live);
        ReserveHeap(0);
        Floats = default;
        Receive = ReceiveState.None;
    }

    /// <summary>Takes up a value that no register holds yet.</summary>
    public int Add(TermType type, Definition? definition = null, ValueTraits traits = ValueTraits.None)
    {
        if (_valueCount == _values.Length)
        {
            Array.Resize(ref _values, _valueCount + (_valueCount / 2) + Room);
        }

        MayHaveFragile |= (traits & ValueTraits.Fragile) != 0;
        _values[_valueCount] = new MachineValue(type, definition, traits);
        return _valueCount++;
    }

    /// <summary>Where a value comes from.</summary>
    public ValueTraits TraitsOf(ValueSource source) => source.IsConstant ? ValueTraits.None : _values[_firstValue + source.Value].Traits;

    /// <summary>A value.</summary>
    public ref readonly MachineValue Value(int value) => ref _values[_firstValue + value];

    /// <summary>Whether a state that <see cref="StateJoin"/> made says the same as another one of that kind.</summary>
    public bool IsSame(MachineState other)
    {
        if (!HasSameTypes(other) || _registerCount != other._registerCount || _slotCount != other._slotCount || _valueCount != other._valueCount
            || FrameSize != other.FrameSize || HasUnsafeSlots != other.HasUnsafeSlots
            || HeapWords != other.HeapWords || HeapFloats != other.HeapFloats || HeapFuns != other.HeapFuns
            || Receive != other.Receive || !Floats.Equals(other.Floats)
            || IsCatchUndecided != other.IsCatchUndecided || !Catches.AsSpan().SequenceEqual(other.Catches.AsSpan())
            || !_registers.AsSpan(_firstRegister, _registerCount).SequenceEqual(other._registers.AsSpan(other._firstRegister, _registerCount))
            || !_slots.AsSpan(_firstSlot, _slotCount).SequenceEqual(other._slots.AsSpan(other._firstSlot, _slotCount)))
        {
            return false;
        }

        for (var index = 0; index < _valueCount; index++)
        {
            ref readonly var mine = ref Value(index);
            ref readonly var others = ref other.Value(index);
            if (mine.Traits != others.Traits || !Equals(mine.Definition, others.Definition) || Position(index) != other.Position(index))
            {
                return false;
            }
        }

        return true;
    }

    // Mostly it is a type that differs.
    private bool HasSameTypes(MachineState other)
    {
        if (_valueCount != other._valueCount)
        {
            return false;
        }

        for (var index = 0; index < _valueCount; index++)
        {
            if (!Value(index).Type.Equals(other.Value(index).Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>No value is a message in the queue any more.</summary>
    public void RemoveFragility()
    {
        for (var index = 0; index < _valueCount; index++)
        {
            _values[index] = _values[index] with { Traits = _values[index].Traits & ~ValueTraits.Fragile };
        }

        MayHaveFragile = false;
    }
}
