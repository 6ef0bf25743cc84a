using System.Globalization;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Analysis;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Analysis;

/// <summary>The table of the functions that need no file says what running machines say.</summary>
[TestClass]
public sealed class MachineFunctionsTests
{
    private const string Program =
        """
        Loaded = erlang:pre_loaded(),
        BuiltIn = [{M, F, A} || M <- Loaded, {F, A} <- M:module_info(exports)],
        [io:format("~s\t~s\t~b\t~s~n", [M, F, A, case lists:member(M, Loaded) of true -> 'built-in'; false -> bif end])
            || {M, F, A} <- lists:usort(BuiltIn ++ erlang:system_info(snifs))],
        halt().
        """;

    [TestMethod]
    public void Table_IsWhatRunningMachinesHave()
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Ask(AssemblyDialect.Otp27, "27", rows);
        Ask(AssemblyDialect.Otp29, "29", rows);
        var path = Checkout.Folder("src", "Mochi.BeamFile", "Analysis", "machine-functions.tsv");
        var lines = File.ReadAllLines(path);
        var expected = lines.TakeWhile(line => line.StartsWith('#'))
            .Concat(rows.Select(row => $"{row.Key}\t{row.Value}")).ToList();
        if (Environment.GetEnvironmentVariable("MOCHI_BLESS") == "1")
        {
            File.WriteAllText(path, string.Join('\n', expected) + "\n", new UTF8Encoding(false));
        }

        lines.Should().Equal(expected);
        MachineFunctions.Of(27).Count.Should().Be(rows.Values.Count(releases => releases.Contains("27", StringComparison.Ordinal)));
        MachineFunctions.All.Count.Should().Be(rows.Count).And.BeGreaterThan(900);
        MachineFunctions.All.Preloaded.Should().Contain(["erlang", "init", "prim_file"]).And.NotContain("lists");
    }

    private static void Ask(AssemblyDialect release, string number, SortedDictionary<string, string> rows)
    {
        var (status, output, errors) = ErlangProcess.Run(release, ["-eval", Program], 60);
        status.Should().Be(0, errors);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            rows[line] = rows.TryGetValue(line, out var others) ? string.Create(CultureInfo.InvariantCulture, $"{others} {number}") : number;
        }
    }
}
