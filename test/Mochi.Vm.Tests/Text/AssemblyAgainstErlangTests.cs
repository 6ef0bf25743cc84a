using System.Globalization;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Text;

/// <summary>OTP's assembler reads the assembly text of OTP's own modules.</summary>
[TestClass]
public sealed class AssemblyAgainstErlangTests
{
    private static readonly string[] ComparedChunks = ["AtU8", "Code", "StrT", "ImpT", "ExpT", "LocT", "LitT", "Line", "Type"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, "stdlib")]
    [DataRow(AssemblyDialect.Otp29, "stdlib")]
    [DataRow(AssemblyDialect.Otp27, "kernel")]
    [DataRow(AssemblyDialect.Otp29, "compiler")]
    public void Write_TextGivesTheSameChunksAgain(AssemblyDialect dialect, string application)
    {
        var files = OtpModules.Of(dialect, application);
        var texts = files.Select(file => AssemblyWriter.Write(BeamModuleReader.Read(File.ReadAllBytes(file)).Require(), dialect));

        var results = OtpAssembler.Assemble(dialect, texts);

        var differences = files.SelectMany((file, index) => Compare(file, results[index].Beam, results[index].Errors)).ToList();
        TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} modules"));
        differences.Should().BeEmpty();
    }

    private static IEnumerable<string> Compare(string file, byte[]? assembled, string errors)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (assembled is null)
        {
            return [$"{name}: {errors}"];
        }

        var before = BeamContainer.Read(File.ReadAllBytes(file));
        var after = BeamContainer.Read(assembled);
        return ComparedChunks
            .Where(id => !(before.Find(id)?.Data ?? default).Span.SequenceEqual((after.Find(id)?.Data ?? default).Span))
            .Select(id => $"{name}: {id}");
    }
}
