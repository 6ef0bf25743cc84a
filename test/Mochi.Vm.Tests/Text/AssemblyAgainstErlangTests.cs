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

    // Among them: floats, funs, receive, binaries built and matched, maps, texts broken over lines.
    private static readonly string[] ListedModules =
        ["argparse", "base64", "binary", "calendar", "edlin_key", "gen_server", "json", "lists", "rand", "string", "uri_string"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, "stdlib")]
    [DataRow(AssemblyDialect.Otp29, "stdlib")]
    [DataRow(AssemblyDialect.Otp27, "kernel")]
    [DataRow(AssemblyDialect.Otp29, "compiler")]
    public void Write_TextGivesTheSameChunksAgain(AssemblyDialect dialect, string application)
    {
        var files = OtpModules.Of(dialect, application);
        var texts = files.Select(file => AssemblyWriter.Write(BeamModuleReader.Read(File.ReadAllBytes(file)).Require(), dialect)).ToList();

        var results = OtpAssembler.Assemble(dialect, texts);

        var differences = files.SelectMany((file, index) => Compare(file, results[index].Beam, results[index].Errors)).ToList();
        TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} modules"));
        differences.Should().BeEmpty();

        // What reads the text back gives the same file too.
        files.SelectMany((file, index) => Compare(file, Assemble(texts[index], dialect), "refused")).Should().BeEmpty();
    }

    /// <summary>
    /// The compiler's own listing of a module is read as the module that the compiler makes. The listings are made from the
    /// abstract code in the files of OTP.
    /// </summary>
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Read_TextOfTheCompilerGivesWhatTheCompilerMakes(AssemblyDialect dialect)
    {
        using var listings = new CompilerListings(dialect, ListedModules);

        listings.Files.Should().HaveCount(ListedModules.Length);
        var differences = new List<string>();
        foreach (var file in listings.Files)
        {
            var result = AssemblyReader.Read(File.ReadAllText(Path.ChangeExtension(file, ".S")));
            var beam = result.Module is null ? null : BeamModuleWriter.Write(result.Module with { Format = FormatOf(dialect) });
            differences.AddRange(Compare(file, beam, string.Join("; ", result.Diagnostics)));
        }

        TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{listings.Files.Count} modules"));
        differences.Should().BeEmpty();
    }

    private static byte[]? Assemble(string text, AssemblyDialect dialect) =>
        AssemblyReader.Read(text).Module is { } module ? BeamModuleWriter.Write(module with { Format = FormatOf(dialect) }) : null;

    private static BeamFormat FormatOf(AssemblyDialect dialect) =>
        dialect == AssemblyDialect.Otp27 ? BeamFormat.Otp27 : BeamFormat.Otp29;

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
