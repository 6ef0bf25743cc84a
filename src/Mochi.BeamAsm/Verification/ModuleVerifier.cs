using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Verifies bytecode: that every path through every function leaves the machine in order. What a parameter may be is found from all
/// calls of its function, what a call gives from the function that it calls.
/// </summary>
public static class ModuleVerifier
{
    /// <summary>Verifies a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    public static VerificationResult Verify(BeamModule module, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= VerifierOptions.Default;
        var findings = new FindingCollector(options);
        var facts = new ModuleFacts(module, options);
        var known = facts;
        if (StructureRules.Check(facts, options, findings))
        {
            var rules = new InstructionRules(facts, findings);
            foreach (var function in facts.Functions)
            {
                function.IsSound = rules.Check(function);
            }

            Follow(facts);
            if (!TryProve(facts, depth: 1))
            {
                known = FollowCallByCall(facts);
            }

            foreach (var function in known.Functions)
            {
                function.Verifier?.Report(findings);
            }
        }

        facts.Release();
        if (known != facts)
        {
            known.Release();
        }

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

    /// <summary>
    /// Follows functions again in which an operand is not proven, with what each of their calls gives by itself.
    /// </summary>
    /// <returns>Whether that proves all operands.</returns>
    private static bool TryProve(ModuleFacts facts, int depth)
    {
        CallResults? calls = null;
        var isProven = true;
        foreach (var function in facts.Functions)
        {
            if (function.Verifier is { HasUnprovenOperand: true } before)
            {
                calls ??= new CallResults(facts);
                var verifier = new FunctionVerifier(facts, new FunctionFacts(function, function.Parameters), calls, depth);
                verifier.Follow();
                before.Release();
                function.Verifier = verifier;
                isProven &= !verifier.HasUnprovenOperand;
            }
        }

        return isProven;
    }

    /// <summary>
    /// Follows functions again with what each call gives by itself, so that also parameters are known better: those in which an operand is not
    /// proven and everything that leads to them, and when that does not prove all, everything.
    /// </summary>
    private static ModuleFacts FollowCallByCall(ModuleFacts general)
    {
        var calls = new CallResults(general);
        var facts = general;
        for (var depth = 1; depth <= CallResults.MaximumDepth; depth++)
        {
            facts = new ModuleFacts(facts, calls, depth, facts.LeadingToUnproven());
            Follow(facts);
            if (TryProve(facts, depth))
            {
                return facts;
            }
        }

        var all = new bool[general.Functions.Length];
        Array.Fill(all, true);
        facts = new ModuleFacts(general, calls, 1, all);
        Follow(facts);
        TryProve(facts, depth: 1);
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
