using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Language;
using Mochi.Vm.Tests.Otp;
using Mochi.Vm.Tests.Validation;

namespace Mochi.Vm.Tests.Language;

/// <summary>Has our verifier and OTP's own validator look at the compiled examples, test programs and benchmarks.</summary>
[TestClass]
public class ProgramValidationTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Verifier_and_validator_accept_every_program(AssemblyDialect dialect)
    {
        string[] files =
        [
            .. Directory.GetFiles(Checkout.Folder("examples"), "*.mochi").Order(StringComparer.Ordinal),
            .. Directory.GetFiles(Checkout.Folder("test", "Mochi.Vm.Tests", "Language", "programs"), "*.mochi")
                .Order(StringComparer.Ordinal),
            .. Directory.GetFiles(Checkout.Folder("tools", "bench", "programs"), "*.mochi").Order(StringComparer.Ordinal),
        ];
        files.Should().HaveCountGreaterThan(25);

        BeamModule[] modules = [.. files.Select(Compile)];
        StrictVerifier.Findings(modules).Should().BeEmpty();
        var results = BeamValidator.Validate(dialect, modules);

        results.Should().HaveSameCount(files);
        results.Should().OnlyContain(result => result.IsAccepted);
    }

    // What is validated was written and read again: the file that a user gets, not the compiler's own model of it.
    private static BeamModule Compile(string file)
    {
        var compilation = MochiCompilation.Compile(Path.GetFileName(file), File.ReadAllBytes(file));
        compilation.Diagnostics.Should().BeEmpty(file);
        var read = BeamModuleReader.Read(BeamModuleWriter.Write(ModuleCompiler.Compile(compilation.Module!)));
        read.Diagnostics.Should().BeEmpty(file);
        return read.Module!;
    }
}
