using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.RoundTrip;

/// <summary>What no file of the trees has: chunks and forms that the compiler only writes when asked.</summary>
[TestClass]
public sealed class CompilerOptionTests
{
    private const string Source = """
        -module(sample).
        -export([main/1, 'größe'/1, '日本'/0, text/1, sum/2]).
        -vsn("1.2 beta").
        -author({me, <<"x">>}).
        main(X) when is_integer(X), X > 0, X < 100 -> F = fun(Y) -> Y + X end, {F, lists:map(F, [1, 2.0, -0.0, 0.0])};
        main(<<A:16/little, "abc", B/binary>>) -> <<A:32, "tail", B/binary, 1:3>>;
        main(#{key := V} = M) -> try V / 2 catch error:R:S -> {R, S, M#{key => [300, -1, 1 bsl 140]}} end.
        'größe'(X) -> {'ß', 'ж', X, "Größe 日本", <<"日本"/utf8>>}.
        '日本'() -> receive {a, B} -> B after 10 -> fun erlang:halt/0 end.
        text(X) -> <<"prefix", X/binary, "fix">>.
        sum(A, B) -> (A + 1.5) * B - 2.5.
        """;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, "[]")]
    [DataRow(AssemblyDialect.Otp27, "[debug_info]")]
    [DataRow(AssemblyDialect.Otp27, "[slim]")]
    [DataRow(AssemblyDialect.Otp27, "[compressed]")]
    [DataRow(AssemblyDialect.Otp27, "[strip_types]")]
    [DataRow(AssemblyDialect.Otp27, "[no_line_info]")]
    [DataRow(AssemblyDialect.Otp27, "[deterministic]")]
    [DataRow(AssemblyDialect.Otp27, "[line_coverage]")]
    [DataRow(AssemblyDialect.Otp27, "[debug_info,{debug_info_key,\"secret\"}]")]
    [DataRow(AssemblyDialect.Otp27, "[r26]")]
    [DataRow(AssemblyDialect.Otp29, "[]")]
    [DataRow(AssemblyDialect.Otp29, "[debug_info]")]
    [DataRow(AssemblyDialect.Otp29, "[slim]")]
    [DataRow(AssemblyDialect.Otp29, "[compressed]")]
    [DataRow(AssemblyDialect.Otp29, "[strip_types]")]
    [DataRow(AssemblyDialect.Otp29, "[no_line_info]")]
    [DataRow(AssemblyDialect.Otp29, "[deterministic]")]
    [DataRow(AssemblyDialect.Otp29, "[line_coverage]")]
    [DataRow(AssemblyDialect.Otp29, "[r27]")]
    public void EveryForm_ComesOutByteForByte(AssemblyDialect dialect, string options) =>
        ShouldSurvive(dialect, Source, options);

    [TestMethod]
    public void NativeRecords_ComeOutByteForByte() => ShouldSurvive(
        AssemblyDialect.Otp29,
        """
        -module(sample).
        -export([make/1, get/1, set/2]).
        -record #point{x = 0, y = [a, b], z}.
        make(X) -> #point{x = X, z = X}.
        get(#point{x = X, y = Y}) -> {X, Y}.
        set(P, X) -> P#point{x = X}.
        """,
        "[]").Should().Contain("Recs");

    [TestMethod]
    public void DebugVariables_ComeOutByteForByte() =>
        ShouldSurvive(AssemblyDialect.Otp29, Source, "[beam_debug_info]").Should().Contain("DbgB");

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void AStrippedFile_ComesOutByteForByte(AssemblyDialect dialect) => ShouldSurvive(
        dialect, Source, "[]", "{ok, {_, Final}} = beam_lib:strip(Beam)");

    private static List<string> ShouldSurvive(
        AssemblyDialect dialect, string source, string options, string last = "Final = Beam")
    {
        var folder = Directory.CreateTempSubdirectory("mochi-options-");
        try
        {
            var sourceFile = Path.Combine(folder.FullName, "sample.erl");
            var beamFile = Path.Combine(folder.FullName, "sample.out");
            File.WriteAllText(sourceFile, source);
            var (status, output, errors) = ErlangProcess.Run(dialect,
            [
                "-eval",
                $"[In, Out] = init:get_plain_arguments(), {{ok, _, Beam}} = compile:file(In, [binary, report | {options}]), "
                + $"{last}, ok = file:write_file(Out, Final), halt().",
                "-extra", sourceFile, beamFile,
            ]);
            status.Should().Be(0, output + errors);
            var file = File.ReadAllBytes(beamFile);
            var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
            result.Chunks.Where(chunk => !chunk.IsIdentical).Should().BeEmpty();
            result.Diagnostics.Should().BeEmpty();
            result.Chunks.Should().NotContain(chunk => chunk.IsKept);
            result.IsIdentical.Should().BeTrue();
            return [.. result.Chunks.Select(chunk => chunk.Id)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
