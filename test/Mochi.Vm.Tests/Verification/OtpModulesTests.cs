using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Verification;

/// <summary>What OTP's own compilers wrote is in order: no false alarm, and nearly everything is proven.</summary>
[TestClass]
public sealed class OtpModulesTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Every_module_of_the_tree_is_accepted(AssemblyDialect dialect)
    {
        var modules = OtpModules.Of(dialect).Select(file => BeamModuleReader.Read(File.ReadAllBytes(file)).Require()).ToList();
        var results = modules.AsParallel().AsOrdered().Select(module => (module.Name, Result: ModuleVerifier.Verify(module))).ToList();

        results.SelectMany(entry => entry.Result.Findings.Select(finding => (entry.Name, finding)))
            .Where(entry => entry.finding.Severity == DiagnosticSeverity.Error)
            .Select(entry => $"{entry.Name}: {entry.finding.Rule.Code} {entry.finding.Message}").Should().BeEmpty();
        results.Sum(entry => entry.Result.Operands.NotProven).Should().Be(0);
        var annotations = results.Sum(entry => entry.Result.Annotations.Total);
        ((double)results.Sum(entry => entry.Result.Annotations.Proven) / annotations).Should().BeGreaterThan(0.985);
    }
}
