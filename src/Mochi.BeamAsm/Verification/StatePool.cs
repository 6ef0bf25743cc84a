namespace Mochi.BeamAsm.Verification;

/// <summary>States that are needed for a moment, made once; there are never many at a time.</summary>
internal sealed class StatePool
{
    private readonly Stack<MachineState> _states = new();

    /// <summary>Some state, to be given back.</summary>
    public MachineState Rent() => _states.TryPop(out var state) ? state : new MachineState();

    /// <summary>A copy of a state, to be given back.</summary>
    public MachineState Rent(MachineState original)
    {
        var state = Rent();
        state.CopyFrom(original);
        return state;
    }

    /// <summary>Gives a state back that is not used any more.</summary>
    public void Return(MachineState state) => _states.Push(state);

    /// <summary>Drops what is in states that are not in use, so that nothing is kept only because they are.</summary>
    public void Drop()
    {
        foreach (var state in _states)
        {
            state.Drop();
        }
    }
}
