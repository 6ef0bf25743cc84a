using FluentAssertions;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Tests.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Tests.Disassembly;

[TestClass]
public sealed class CSharpWriterTests
{
    [TestMethod]
    public void Write_CompiledGivesTheFileAndTheModule()
    {
        var file = File.ReadAllBytes(BasmTests.FindSample());
        var unusual = UnusualModule.Create();

        var built = CSharpCompilation.Load(
        [
            CSharpWriter.Write(BeamModuleReader.Read(file).Require()),
            CSharpWriter.Write(unusual, "Unusual", "Some.Space"),
        ]);

        ((byte[])CSharpCompilation.Call(built, "SampleModule", "Write")).Should().Equal(file);
        var module = (BeamModule)CSharpCompilation.Call(built, "Some.Space.Unusual", "Build");
        BasmWriter.Write(module).Should().Be(BasmWriter.Write(unusual));
    }

    [TestMethod]
    [DataRow("lists", "ListsModule")]
    [DataRow("Elixir.String.Chars", "ElixirStringCharsModule")]
    [DataRow("\u00E4", "BeamModule")]
    [DataRow("7_up", "Beam7UpModule")]
    [DataRow("class", "ClassModule")]
    public void Write_NamesTheClassAfterTheModule(string module, string expected) =>
        CSharpWriter.Write(new BeamModule(module, [], [])).Should().Contain($"public static class {expected}\n");

    [TestMethod]
    [DataRow("A B", null)]
    [DataRow("class", null)]
    [DataRow("", null)]
    [DataRow("A", "B..C")]
    [DataRow("A", "B;")]
    public void Write_RefusesWhatIsNoName(string className, string? nameSpace)
    {
        var write = () => CSharpWriter.Write(new BeamModule("m", [], []), className, nameSpace);

        write.Should().Throw<ArgumentException>();
    }
}
