using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;

namespace Mochi.Vm.Tests.Validation;

/// <summary>Has our own verifier look at code that we made, of which everything has to be proven.</summary>
internal static class StrictVerifier
{
    private static readonly VerifierOptions Strict = new() { IsStrict = true };

    /// <summary>What it finds, one line each, such as <c>m:f/1, instruction 7 (get_hd x0 -> x0): BV083 ...</c>.</summary>
    /// <param name="modules">
    /// The modules; they are written and read again, so that what is verified is the file that a user gets.
    /// </param>
    public static string[] Findings(IEnumerable<BeamModule> modules) =>
        [.. modules.Select(module => BeamModuleReader.Read(BeamModuleWriter.Write(module)).Require()).SelectMany(Findings)];

    private static IEnumerable<string> Findings(BeamModule module)
    {
        var text = new InstructionText(ModuleListing.EntryNames(module));
        foreach (var finding in ModuleVerifier.Verify(module, Strict).Findings)
        {
            var function = finding.FunctionIndex < 0 ? null : module.Functions[finding.FunctionIndex];
            var instruction = function is null || finding.InstructionIndex < 0 ? ""
                : $", instruction {finding.InstructionIndex} ({text.Format(function.Instructions[finding.InstructionIndex])})";
            yield return $"{module.Name}:{function}{instruction}: {finding.Rule.Code} {finding.Message}";
        }
    }
}
