using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Tools.Tests.BeamDump;

/// <summary>What <c>beam-dump --format json</c> prints is what <c>docs/beam-dump.schema.json</c> says, no more and no less.</summary>
[TestClass]
public sealed class OutputSchemaTests
{
    private const string Data = "test/cli/data";

    // Something is wrong with an instruction, with a function, and with the module.
    private const string UnsafeCode =
        """
        module unsafe
        export f/1
        export g/1 L9

        function f/1 L2
          L1:
            line "unsafe.erl":3
            func_info unsafe, f, 1
          L2:
            move x1, x0
            return

        function f/1 L4
          L3:
            func_info unsafe, f, 1
          L4:
            return

        """;

    // Together the command lines of a definition make everything appear that it describes.
    private static readonly (string Definition, string[] Arguments)[] Runs =
    [
        .. "info chunks dump atoms imports exports locals funs literals strings lines types attrs docs disasm".Split(' ')
            .Select(view => (view, (string[])[view, "tools/fuzz/seeds", Data])),
        ("where", ["where", "classify/1+0", $"{Data}/sample.beam"]),
        ("where", ["where", "@0x150", "erlang-runtime/ebin/mochi_option.beam"]),
        ("callgraph", ["callgraph", Data, "erlang-runtime/ebin"]),
        ("callgraph", ["callgraph", "--modules", "erlang-runtime/ebin"]),
        ("diff", ["diff", $"{Data}/sample.beam", $"{Data}/sample-changed.beam"]),
        ("diff", ["diff", "--detail", "functions", $"{Data}/sample.beam", $"{Data}/sample-moved.beam"]),
        ("diff", ["diff", "--detail", "code", "tools/fuzz/seeds/27", "tools/fuzz/seeds/29"]),
        ("diff", ["diff", "--detail", "functions", "tools/fuzz/seeds/29/plain.beam", "tools/fuzz/seeds/29/point.beam"]),
        ("diff", ["diff", "--detail", "modules", "tools/fuzz/seeds/29", Data]),
        ("round-trip", ["round-trip", Data]),
        ("round-trip", ["round-trip", $"{Data}/sample.beam"]),
        ("size", ["size", $"{Data}/sample.beam"]),
        .. "application module chunk function literal".Split(' ')
            .Select(table => ("size", (string[])["size", "--by", table, "erlang-runtime"])),
        ("verify", ["verify", "--notes", Data, "erlang-runtime/ebin"]),
        ("verify", ["verify", "--rules"]),
        ("link", ["link", Data, "erlang-runtime/ebin"]),
        ("link", ["link", $"{Data}/sample.beam", Data, "--root", "sample", "erlang-runtime/ebin/mochi_option.beam"]),
    ];

    [TestMethod]
    public void Output_IsWhatTheSchemaSays()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "beam-dump.schema.json")));
        var schema = new JsonSchema(document.RootElement);

        var odd = Path.GetTempFileName();
        File.WriteAllBytes(odd, WithBytesThatBelongToNothing());
        var unsafeText = Path.GetTempFileName();
        var unsafeCode = Path.GetTempFileName();
        File.WriteAllText(unsafeText, UnsafeCode);
        Run(["asm", "--no-verify", "--syntax", "basm", unsafeText, "-o", unsafeCode], isJson: false);
        foreach (var (definition, arguments) in Runs.Concat([("round-trip", ["round-trip", odd]), ("verify", ["verify", unsafeCode])]))
        {
            var lines = Run(arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.Should().NotBeEmpty(definition);
            foreach (var line in lines)
            {
                using var value = JsonDocument.Parse(line);
                schema.Check(definition, value.RootElement).Should().BeEmpty($"of {string.Join(' ', arguments)}");
            }
        }

        File.Delete(odd);
        File.Delete(unsafeText);
        File.Delete(unsafeCode);
        schema.Described().Except(schema.Seen).Should().BeEmpty("what is described appears somewhere");
    }

    [TestMethod]
    public void EveryCommandWithJson_IsDescribed()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "beam-dump.schema.json")));
        var definitions = document.RootElement.GetProperty("$defs").EnumerateObject().Select(definition => definition.Name).ToHashSet();
        var commands = Help("--help").Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0 && char.IsAsciiLetterLower(word[0])).ToHashSet();
        commands.Should().Contain(["info", "link"]);
        var withJson = 0;
        foreach (var command in commands)
        {
            if (Help(command, "--help").Contains("\nJSON:", StringComparison.Ordinal))
            {
                definitions.Should().Contain(command);
                Runs.Should().Contain(run => run.Definition == command);
                withJson++;
            }
        }

        withJson.Should().BeGreaterThan(20);
    }

    [TestMethod]
    [DataRow("""{"files":1,"bytes":2,"stored":3}""", true)]
    [DataRow("""{"files":1,"bytes":2}""", false)]
    [DataRow("""{"files":1,"bytes":2,"stored":3,"more":4}""", false)]
    [DataRow("""{"files":-1,"bytes":2,"stored":3}""", false)]
    [DataRow("""{"files":"1","bytes":2,"stored":3}""", false)]
    [DataRow("""{"files":1,"bytes":2,"stored":3,"functions":[{"kind":"no","module":"","function":"","arity":0,"bytes":0}]}""", false)]
    [DataRow("""{"files":1,"bytes":2,"stored":3,"functions":[{"kind":"end","module":"","function":"","arity":256,"bytes":0}]}""", false)]
    public void Validator_Refuses(string value, bool isFine)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "beam-dump.schema.json")));
        using var json = JsonDocument.Parse(value);
        new JsonSchema(document.RootElement).Check("size", json.RootElement).Count.Should().Be(isFine ? 0 : 1);
    }

    private static byte[] WithBytesThatBelongToNothing()
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Root, Data, "sample.beam")).ToList();
        var imports = file.ToArray().AsSpan().IndexOf("ImpT"u8);
        file.InsertRange(imports + 8 + file[imports + 7], [1, 2, 3, 4]);
        file[imports + 7] += 4;
        var size = file.Count - 8;
        (file[6], file[7]) = ((byte)(size >> 8), (byte)size);
        return [.. file];
    }

    private static string Help(params string[] arguments) => Run(arguments, isJson: false);

    private static string Run(string[] arguments, bool isJson = true)
    {
        var start = new ProcessStartInfo(Repository.Tool("beam-dump"))
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (var argument in arguments.Concat(isJson ? ["--format", "json"] : []))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().BeLessThan(2, $"{string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }
}
