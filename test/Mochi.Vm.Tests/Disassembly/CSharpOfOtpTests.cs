using FluentAssertions;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Tests.Disassembly;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Disassembly;

/// <summary>The C# source that is made of real modules, compiled, gives their files.</summary>
[TestClass]
public sealed class CSharpOfOtpTests
{
    // Among them: receive, try, maps, binaries built and matched, funs, hand-written assembly.
    private static readonly string[] Modules = ["base64", "gen_server", "lists", "math", "prim_eval"];

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Write_CompiledGivesTheFile(AssemblyDialect dialect)
    {
        var files = OtpModules.Of(dialect).Where(file => Modules.Contains(Path.GetFileNameWithoutExtension(file))).ToList();
        files.Should().HaveCount(Modules.Length);
        var contents = files.Select(File.ReadAllBytes).ToList();

        var built = CSharpCompilation.Load(
            [.. contents.Select((content, index) => CSharpWriter.Write(BeamModuleReader.Read(content).Require(), $"Module{index}"))]);

        for (var index = 0; index < files.Count; index++)
        {
            var written = (byte[])CSharpCompilation.Call(built, $"Module{index}", "Write");
            written.AsSpan().SequenceEqual(contents[index]).Should().BeTrue(files[index]);
        }
    }
}
