namespace Mochi.BeamAsm.Verification;

/// <summary>The states that blocks begin with: many, and kept until the module is done, so they are packed.</summary>
internal sealed class StateStore
{
    private readonly List<MachineState> _states = [];
    private readonly SharedArray<int> _registers = new();
    private readonly SharedArray<StackSlot> _slots = new();
    private readonly SharedArray<MachineValue> _values = new();
    private int _count;

    /// <summary>What is kept so far.</summary>
    public Mark Now => new(_count, _registers.Place, _slots.Place, _values.Place);

    /// <summary>Keeps a copy of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="place">What was kept here and takes its place; <see langword="null"/> for nothing.</param>
    public MachineState Keep(MachineState state, MachineState? place)
    {
        if (place is null)
        {
            if (_count == _states.Count)
            {
                _states.Add(new MachineState());
            }

            place = _states[_count++];
        }

        place.Keep(state, _registers, _slots, _values);
        return place;
    }

    /// <summary>Gives back what has been kept since.</summary>
    public void GoBack(Mark mark)
    {
        Forget(mark.Count);
        _registers.GoBack(mark.Registers);
        _slots.GoBack(mark.Slots);
        _values.GoBack(mark.Values);
    }

    /// <summary>Gives back everything.</summary>
    public void Clear()
    {
        Forget(0);
        _registers.Clear();
        _slots.Clear();
        _values.Clear();
    }

    private void Forget(int from)
    {
        while (_count > from)
        {
            _states[--_count].Forget();
        }
    }

    /// <summary>How much was kept.</summary>
    public readonly record struct Mark(
        int Count, (int Array, int Used) Registers, (int Array, int Used) Slots, (int Array, int Used) Values);
}
