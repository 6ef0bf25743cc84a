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
        if (StructureRules.Check(facts, options, findings))
        {
            var rules = new InstructionRules(facts, findings);
            foreach (var function in facts.Functions)
            {
                function.IsSound = rules.Check(function);
            }

            Follow(facts);
            var look = new CloserLook(facts);
            look.Run();
            foreach (var function in look.Facts.Functions)
            {
                function.Verifier?.Report(findings);
            }

            look.Release();
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

    /// <summary>Follows all functions.</summary>
    internal static void Follow(ModuleFacts facts)
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
