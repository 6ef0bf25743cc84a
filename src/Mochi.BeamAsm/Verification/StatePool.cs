namespace Mochi.BeamAsm.Verification;

/// <summary>States that are needed for a moment, made once.</summary>
internal sealed class StatePool
{
    // More than that are left to the garbage collector.
    private const int MaximumKept = 64;

    private readonly Stack<MachineState> _states = new();

    /// <summary>Some state, to be given back or kept.</summary>
    public MachineState Rent() => _states.Count > 0 ? _states.Pop() : new MachineState();

    /// <summary>A copy of a state, to be given back.</summary>
    public MachineState Rent(MachineState original)
    {
        var state = Rent();
        state.CopyFrom(original);
        return state;
    }

    /// <summary>Gives a state back that is not used any more.</summary>
    public void Return(MachineState state)
    {
        if (_states.Count < MaximumKept)
        {
            _states.Push(state);
        }
    }
}
