using System.Diagnostics;
using System.Text;
using FluentAssertions;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Tools.Tests.BeamDump;

/// <summary>
/// The list of commands in <c>docs/beam-dump.md</c> is what the commands say of themselves; <c>MOCHI_BLESS=1</c> writes it.
/// </summary>
[TestClass]
public sealed class CommandPageTests
{
    private const string Marker = "<!-- commands: ";

    [TestMethod]
    public void Page_IsWhatTheCommandsSayOfThemselves()
    {
        var path = Path.Combine(Repository.Root, "docs", "beam-dump.md");
        var page = File.ReadAllText(path);
        var end = page.IndexOf('\n', page.IndexOf(Marker, StringComparison.Ordinal)) + 1;
        var expected = page[..end] + Commands();
        if (CliCase.IsBlessing)
        {
            File.WriteAllText(path, expected);
            page = expected;
        }

        page.Should().Be(expected);
    }

    private static string Commands()
    {
        var text = new StringBuilder();
        var commands = 0;
        foreach (var section in Help("--help").Split("\n\n"))
        {
            var lines = section.TrimEnd('\n').Split('\n');
            if (lines.Length < 2 || lines[0] is "Options:" or "Examples:" or "Exit status:" || !lines[0].EndsWith(':'))
            {
                continue;
            }

            text.Append($"\n## {lines[0].TrimEnd(':')}\n");
            foreach (var line in lines[1..])
            {
                Append(text, line.Trim().Split(' ')[0]);
                commands++;
            }
        }

        commands.Should().BeGreaterThan(20);
        return text.ToString();
    }

    // What is the same for all commands stands once, before them.
    private static void Append(StringBuilder text, string command)
    {
        var parts = Help(command, "--help").TrimEnd('\n').Split("\n\n");
        var title = parts[0][(parts[0].IndexOf(": ", StringComparison.Ordinal) + 2)..];
        text.Append($"\n### {command}\n\n{char.ToUpperInvariant(title[0])}{title[1..]}.\n\n```text\n");
        text.AppendJoin(
            "\n\n",
            parts[1..].Where(part => !part.StartsWith("Options:", StringComparison.Ordinal) && !part.StartsWith("FILE is a .beam", StringComparison.Ordinal)));
        text.Append("\n```\n");
    }

    private static string Help(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Repository.Tool("beam-dump"), arguments)
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return output;
    }
}
