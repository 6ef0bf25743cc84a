using System.Globalization;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.Tool.Compilation;

/// <summary>Verifies what the code generator made: code that is not safe takes the whole virtual machine down.</summary>
internal static class CodeVerification
{
    // The first ones tell what is wrong; often they are one fault.
    private const int ReportedFindings = 5;

    /// <summary>Verifies a module strictly.</summary>
    /// <param name="module">The module.</param>
    /// <param name="file">What messages call the file that it was compiled from.</param>
    /// <returns>What is wrong with it, all of it a defect of this compiler (MC901); empty when nothing is.</returns>
    public static IReadOnlyList<Diagnostic> Check(BeamModule module, string file)
    {
        var result = ModuleVerifier.Verify(module, new VerifierOptions { IsStrict = true });
        if (result.Findings.IsEmpty)
        {
            return [];
        }

        var diagnostics = new List<Diagnostic>();
        foreach (var finding in result.Findings)
        {
            if (diagnostics.Count < ReportedFindings && finding.Severity == DiagnosticSeverity.Error)
            {
                diagnostics.Add(Describe(module, finding, file));
            }
        }

        return diagnostics;
    }

    private static Diagnostic Describe(BeamModule module, VerificationFinding finding, string file)
    {
        var where = module.Name;
        var line = 0;
        if (finding.FunctionIndex >= 0)
        {
            var function = module.Functions[finding.FunctionIndex];
            where = new Mfa(module.Name, function.Name, function.Arity).ToString();
            line = LineOf(function, finding.InstructionIndex);
            if (finding.InstructionIndex >= 0)
            {
                var text = new InstructionText(ModuleListing.EntryNames(module)).Format(function.Instructions[finding.InstructionIndex]);
                var name = text.Split(' ')[0];
                where += string.Create(
                    CultureInfo.InvariantCulture, $", instruction {finding.InstructionIndex}: {name} {text[name.Length..].TrimStart()}");
            }
        }

        return new Diagnostic(
            "MC901",
            DiagnosticSeverity.Error,
            $"this is a defect of mochi: the code that it made is not safe to run: {finding.Rule.Code}: {finding.Message} (in {where})",
            new DiagnosticPlace(file, line),
            "please report it with the program; --no-verify builds it nevertheless, at your own risk");
    }

    private static int LineOf(CodeFunction function, int index)
    {
        for (var before = Math.Max(index, 0); before >= 0; before--)
        {
            if (function.Instructions[before] is { Opcode: Opcode.Line, Operands: [LocationOperand { File: not null } location] })
            {
                return location.Line;
            }
        }

        return 0;
    }
}
