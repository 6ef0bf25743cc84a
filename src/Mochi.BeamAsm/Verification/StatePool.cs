namespace Mochi.BeamAsm.Verification;

/// <summary>States that are needed for a moment, made once.</summary>
internal sealed class StatePool
{
    // More than that are left to the garbage collector.
    private const int MaximumKept = 1024;

    private readonly Stack<MachineState> _states = new();

    // How many states have not been in use since what is in them was dropped.
    private int _dropped;

    /// <summary>Some state, to be given back or kept.</summary>
    public MachineState Rent()
    {
        if (!_states.TryPop(out var state))
        {
            return new MachineState();
        }

        _dropped = Math.Min(_dropped, _states.Count);
        return state;
    }

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
        else
        {
            // It may be old, and what it holds would be taken for alive until the old are collected.
            state.Drop();
        }
    }

    /// <summary>Drops what is in states that are not in use, so that nothing is kept only because they are.</summary>
    public void Drop()
    {
        var used = _states.Count - _dropped;
        foreach (var state in _states)
        {
            if (used-- == 0)
            {
                break;
            }

            state.Drop();
        }

        _dropped = _states.Count;
    }
}
