using System.Globalization;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Tests.Verification;

/// <summary>
/// The files of <c>test/verify</c>: assembly text in which what the verifier says stands as a comment at the end of the line that it is
/// about; what it says of the module as a whole stands in the line of the module. A first line <c>; verify --strict</c> is obeyed, and so
/// are lines <c>; patch CHUNK OFFSET BYTES</c>, for what the text cannot say: bytes of the file that are changed.
/// <c>MOCHI_BLESS=1</c> writes the comments.
/// </summary>
[TestClass]
public sealed class VerifyFileTests
{
    private const int ChunkHeader = 8;

    private static readonly string Folder = Path.Combine(Repository(), "test", "verify");

    public static IEnumerable<object[]> Names() =>
        Directory.GetFiles(Folder, "*.basm").Order(StringComparer.Ordinal).Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Says_what_its_comments_say(string name)
    {
        var path = Path.Combine(Folder, name);
        var expected = File.ReadAllText(path);
        var text = WithoutFindings(expected);
        var read = BasmReader.Read(text);
        read.Diagnostics.Should().BeEmpty();
        var result = ModuleVerifier.Verify(Patched(read.Module!, text), Options(text));
        var actual = WithFindings(text, result);
        if (Environment.GetEnvironmentVariable("MOCHI_BLESS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        actual.Should().Be(expected);
        result.IsAccepted.Should().Be(!result.Findings.Any(finding => finding.Severity == DiagnosticSeverity.Error));
    }

    [TestMethod]
    public void Every_rule_has_a_file()
    {
        var said = string.Concat(Directory.GetFiles(Folder, "*.basm").Select(File.ReadAllText));

        VerificationRule.All.Where(rule => !said.Contains("; " + rule.Code + " ")).Select(rule => rule.Code).Should().BeEmpty();
    }

    internal static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside of a checkout");
        }

        return folder;
    }

    // The first line may say for which release.
    private static VerifierOptions Options(string text)
    {
        const string release = "; verify --release ";
        if (text.StartsWith("; verify --strict\n", StringComparison.Ordinal))
        {
            return VerifierOptions.Default with { IsStrict = true };
        }

        return text.StartsWith(release, StringComparison.Ordinal)
            ? VerifierOptions.Default with { Release = (OtpRelease)int.Parse(text[release.Length..text.IndexOf('\n')], CultureInfo.InvariantCulture) }
            : VerifierOptions.Default;
    }

    private static BeamModule Patched(BeamModule module, string text)
    {
        const string patch = "; patch ";
        var patches = text.Split('\n').Where(line => line.StartsWith(patch, StringComparison.Ordinal)).Select(line => line[patch.Length..].Split(' ')).ToList();
        if (patches.Count == 0)
        {
            return module;
        }

        var file = BeamModuleWriter.Write(module);
        foreach (var words in patches)
        {
            var start = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(words[0])) + ChunkHeader + int.Parse(words[1], CultureInfo.InvariantCulture);
            Convert.FromHexString(string.Concat(words[2..])).CopyTo(file, start);
        }

        return BeamModuleReader.Read(file).Module!;
    }

    private static string WithoutFindings(string text) => string.Join(
        '\n', text.Split('\n').Select(line => line.IndexOf("; BV", StringComparison.Ordinal) is >= 0 and var start ? line[..start].TrimEnd() : line));

    private static string WithFindings(string text, VerificationResult result)
    {
        var lines = text.Split('\n');
        var (function, instruction) = (-1, -1);
        for (var index = 0; index < lines.Length; index++)
        {
            var words = lines[index].Split(';')[0].Trim();
            if (words.StartsWith("function ", StringComparison.Ordinal))
            {
                (function, instruction) = (function + 1, -1);
            }
            else if (words.Length > 0 && function >= 0)
            {
                instruction++;
            }

            var isModule = words.StartsWith("module ", StringComparison.Ordinal);
            var isHeader = words.StartsWith("function ", StringComparison.Ordinal);
            if (!isModule && (function < 0 || words.Length == 0))
            {
                continue;
            }

            var place = (Function: isModule ? -1 : function, Instruction: isModule || isHeader ? -1 : instruction);
            var said = result.Findings.Where(finding => finding.FunctionIndex == place.Function && finding.InstructionIndex == place.Instruction)
                .Select(finding => $"; {finding.Rule.Code} {finding.Message}").ToArray();
            if (said.Length > 0)
            {
                lines[index] = new StringBuilder(lines[index].TrimEnd()).Append("  ").AppendJoin(" ", said).ToString();
            }
        }

        return string.Join('\n', lines);
    }
}
