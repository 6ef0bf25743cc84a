using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Verifies bytecode: that every path through every function leaves the machine in order. What a parameter may be is found from all
/// calls of its function, what a call gives from the function that it calls.
/// </summary>
public static class ModuleVerifier
{
    // How deep calls are followed by themselves: few modules need it at all, and very few need more than the next calls.
    private static readonly int[] Depths = [1, 3, 5, 7];

    /// <summary>Verifies a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    public static VerificationResult Verify(BeamModule module, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= VerifierOptions.Default;
        var findings = new FindingCollector(options);
        var facts = new ModuleFacts(module, options);
        if (StructureRules.Check(facts, options, findings))
        {
            var rules = new InstructionRules(facts, findings);
            foreach (var function in facts.Functions)
            {
                function.IsSound = rules.Check(function);
            }

            Follow(facts);
            Prove(facts, options, findings);
        }

        facts.Release();
        return findings.ToResult();
    }

    /// <summary>Follows all functions; for tests.</summary>
    internal static ModuleFacts Analyse(BeamModule module)
    {
        var facts = new ModuleFacts(module, VerifierOptions.Default);
        Reach(facts);
        facts.FollowAll();
        return facts;
    }

    private static void Follow(ModuleFacts facts)
    {
        Reach(facts);
        facts.FollowAll();

        // What nobody calls cannot run; it is looked at as if somebody did.
        foreach (var function in facts.Functions)
        {
            if (!function.IsReached)
            {
                facts.Reach(function, isHearsay: true);
                facts.FollowAll();
            }
        }
    }

    /// <summary>Reports, after a closer look at what is not proven: with what each call gives by itself.</summary>
    private static void Prove(ModuleFacts facts, VerifierOptions options, FindingCollector findings)
    {
        var better = new List<ModuleFacts>();
        foreach (var depth in Depths)
        {
            if (TryProve(facts, depth))
            {
                break;
            }

            // Also parameters are known better then.
            facts = FollowCallByCall(facts, options, depth);
            better.Add(facts);
            if (TryProve(facts, depth))
            {
                break;
            }
        }

        foreach (var function in facts.Functions)
        {
            function.Verifier?.Report(findings);
        }

        better.ForEach(known => known.Release());
    }

    /// <summary>
    /// Follows functions again in which something is not proven that single calls may prove.
    /// </summary>
    /// <returns>Whether that proves all of it.</returns>
    private static bool TryProve(ModuleFacts facts, int depth)
    {
        CallResults? calls = null;
        var isProven = true;
        foreach (var function in facts.Functions)
        {
            if (function.Verifier is { MayBeProven: true } before)
            {
                calls ??= new CallResults(facts, depth);
                var verifier = new FunctionVerifier(facts, new FunctionFacts(function, function.Parameters), calls, depth);
                verifier.Follow();
                before.Release();
                function.Verifier = verifier;
                isProven &= !verifier.MayBeProven;
            }
        }

        return isProven;
    }

    /// <summary>Follows all functions again, with what each call gives by itself.</summary>
    private static ModuleFacts FollowCallByCall(ModuleFacts general, VerifierOptions options, int depth)
    {
        var facts = new ModuleFacts(general.Module, options, new CallResults(general, depth));
        foreach (var function in facts.Functions)
        {
            function.IsSound = general.Functions[function.Index].IsSound;
        }

        Follow(facts);
        return facts;
    }

    private static void Reach(ModuleFacts facts)
    {
        foreach (var export in facts.Module.Exports)
        {
            if (facts.FindFunction(export.Label) is { } function)
            {
                facts.Reach(function);
            }
        }

        foreach (var function in facts.Functions)
        {
            if (function.HasOnLoad)
            {
                facts.Reach(function);
            }
        }
    }
}
