namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Proves what is not proven by what all calls of a function pass and give together: functions are followed again with what each of their calls
/// gives by itself, first those in which something is not proven, then also those that lead there, then all, and calls within calls deeper each
/// time. Few modules need it at all.
/// </summary>
/// <param name="facts">What is known of the module; becomes better.</param>
internal sealed class CloserLook(ModuleFacts facts)
{
    // How deep calls within calls are followed by themselves when it is done by the functions and their callers only, and by all.
    private static readonly (int Some, int All)[] Depths = [(1, 0), (2, 0), (3, 1), (5, 3), (7, 5), (7, 7)];

    private readonly List<ModuleFacts> _better = [];

    /// <summary>What is known now.</summary>
    public ModuleFacts Facts => _better is [.., var last] ? last : facts;

    /// <summary>Looks until everything is proven, or as long as it makes sense.</summary>
    public void Run()
    {
        foreach (var (some, all) in Depths)
        {
            if (TryProve(some) || TryProve(some, Facts.FindCallers(function => function.Verifier is { MayBeProven: true }))
                || (all > 0 && TryProve(all, Facts.AllFunctions())))
            {
                return;
            }
        }
    }

    /// <summary>Gives back what the functions hold.</summary>
    public void Release() => _better.ForEach(known => known.ReleaseFunctions());

    // What calls pass is known better then as well.
    private bool TryProve(int depth, bool[] again)
    {
        var better = new ModuleFacts(Facts, new CallResults(Facts, depth), again);
        _better.Add(better);
        ModuleVerifier.Follow(better);
        return TryProve(depth);
    }

    private bool TryProve(int depth)
    {
        CallResults? calls = null;
        var isProven = true;
        foreach (var function in Facts.Functions)
        {
            if (function.Verifier is { MayBeProven: true } before)
            {
                calls ??= new CallResults(Facts, depth);
                var verifier = new FunctionVerifier(Facts, new FunctionFacts(function, function.Parameters), calls, depth);
                verifier.Follow();
                before.Release();
                function.Verifier = verifier;
                isProven &= !verifier.MayBeProven;
            }
        }

        return isProven;
    }
}
