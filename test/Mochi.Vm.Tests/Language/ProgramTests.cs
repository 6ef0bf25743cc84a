using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Language;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Language;

/// <summary>
/// Compiles every program of <c>programs</c> and runs it. What it must print stands in the program: <c>//&gt; line</c> for
/// standard output, <c>//! text</c> for something on standard error, <c>//args a b</c> for its arguments, <c>//exit N</c>
/// for an exit status other than 0.
/// </summary>
[TestClass]
public class ProgramTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Language", "programs");

    public static IEnumerable<object[]> Programs =>
        from file in Directory.EnumerateFiles(Folder, "*.mochi").Order(StringComparer.Ordinal)
        from release in new[] { 27, 29 }
        select new object[] { Path.GetFileNameWithoutExtension(file), release };

    [TestMethod]
    [DynamicData(nameof(Programs))]
    public void A_program_prints_what_it_says(string name, int release)
    {
        var file = Path.Combine(Folder, name + ".mochi");
        var lines = File.ReadAllLines(file);
        var compilation = MochiCompilation.Compile(name + ".mochi", File.ReadAllBytes(file));
        compilation.Diagnostics.Should().BeEmpty();
        IrChecker.Check(compilation.Module!).Should().BeEmpty();
        var folder = Directory.CreateTempSubdirectory("mochi-program-");
        try
        {
            var module = compilation.Module!.Name;
            File.WriteAllBytes(
                Path.Combine(folder.FullName, module + ".beam"),
                BeamModuleWriter.Write(ModuleCompiler.Compile(compilation.Module)));
            var arguments = Marked(lines, "//args ").SelectMany(line => line.Split(' ')).ToList();
            var dialect = release == 27 ? AssemblyDialect.Otp27 : AssemblyDialect.Otp29;
            var (status, output, errors) = ErlangProcess.Run(
                dialect, ["-pa", Checkout.Folder("erlang-runtime", "ebin"), folder.FullName, "-s", module, "-extra", .. arguments]);
            output.Should().Be(string.Concat(Marked(lines, "//>").Select(line => (line.StartsWith(' ') ? line[1..] : line) + "\n")), errors);
            foreach (var text in Marked(lines, "//! ")) errors.Should().Contain(text);
            var exit = Marked(lines, "//exit ").SingleOrDefault("0");
            status.Should().Be(int.Parse(exit, System.Globalization.CultureInfo.InvariantCulture), errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Marked(IEnumerable<string> lines, string mark) =>
        [.. lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..])];
}
