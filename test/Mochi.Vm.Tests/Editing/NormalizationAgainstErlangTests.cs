using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Editing;

/// <summary>Normalised modules say and do what they did, to Erlang's tools and to its loader.</summary>
[TestClass]
public sealed class NormalizationAgainstErlangTests
{
    // Of every pair of files: whether tools see the same in both and the loader takes the second.
    private const string Compare =
        """
        [In, Out] = init:get_plain_arguments(),
        {ok, Text} = file:read_file(In),
        See = fun(File) ->
            Chunks = [exports, labeled_exports, labeled_locals, imports, attributes],
            {ok, Seen} = beam_lib:chunks(File, Chunks),
            {ok, Md5} = beam_lib:md5(File),
            {Seen, Md5, beam_lib:version(File)}
        end,
        Debug = fun(File) ->
            case beam_lib:chunks(File, [abstract_code, documentation], [allow_missing_chunks]) of
                {ok, {_, [{abstract_code, {raw_abstract_v1, Forms}}, {_, Docs}]}} -> {length(Forms), is_tuple(Docs)};
                {ok, {_, [{abstract_code, None}, {_, Docs}]}} -> {None, is_tuple(Docs)}
            end
        end,
        Line = fun(Line) ->
            [Old, New] = [binary_to_list(File) || File <- binary:split(Line, <<"\t">>)],
            {ok, Code} = file:read_file(New),
            {ok, {Module, _}} = beam_lib:chunks(New, []),
            Loads = is_reference(erlang:prepare_loading(Module, Code)),
            case {See(Old) =:= See(New), Debug(Old) =:= Debug(New), Loads} of
                {true, true, true} -> <<>>;
                Other -> io_lib:format("~ts: ~tp~n", [Old, Other])
            end
        end,
        ok = file:write_file(Out, [Line(Pair) || Pair <- binary:split(Text, <<"\n">>, [global, trim])]),
        halt().
        """;

    // Every module of stdlib is loaded again while the system runs on them; then they do some work.
    private const string Load =
        """
        [Folder] = init:get_plain_arguments(),
        Files = filelib:wildcard(filename:join(Folder, "*.beam")),
        true = length(Files) > 90,
        code:unstick_dir(filename:dirname(code:which(lists))),
        [begin
            Module = list_to_atom(filename:basename(File, ".beam")),
            {module, Module} = code:ensure_loaded(Module),
            Before = Module:module_info(),
            {ok, Code} = file:read_file(File),
            {module, Module} = code:load_binary(Module, File, Code),
            File = code:which(Module),
            Same = fun(Info) ->
                [{Key, if is_list(Value) -> lists:sort(Value); true -> Value end} || {Key, Value} <- Info, Key =/= compile]
            end,
            {Module, true} = {Module, Same(Before) =:= Same(Module:module_info())}
        end || File <- Files],
        [1, 2, 3] = lists:sort([3, 1, 2]),
        #{a := 2} = maps:map(fun(_, N) -> N * 2 end, #{a => 1}),
        {ok, Tokens, _} = erl_scan:string("[X * X || X <- lists:seq(1, 5), X rem 2 =:= 1]."),
        {ok, Forms} = erl_parse:parse_exprs(Tokens),
        {value, [1, 9, 25], _} = erl_eval:exprs(Forms, []),
        {match, ["b"]} = re:run("abc", "b", [{capture, first, list}]),
        "  1.50" = lists:flatten(io_lib:format("~6.2f", [1.5])),
        Table = ets:new(table, []),
        true = ets:insert(Table, [{N, N} || N <- lists:seq(1, 10)]),
        [10] = ets:select(Table, ets:fun2ms(fun({N, V}) when N > 9 -> V end)),
        {error, {{badmatch, 2}, [{erl_eval, _, _, _} | _]}} =
            {error, element(2, catch erl_eval:exprs(element(2, erl_parse:parse_exprs(element(2, erl_scan:string("1 = 2.")))), []))},
        io:format("~w modules~n", [length(Files)]),
        halt().
        """;

    // Compiles a source file.
    private const string Compile =
        """
        [Source, Folder | Options] = init:get_plain_arguments(),
        All = [{outdir, Folder}, debug_info, {i, filename:join(filename:dirname(Source), "include")}, report
            | [list_to_atom(Option) || Option <- Options]],
        {ok, _} = compile:file(Source, All),
        halt().
        """;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Normalize_OverEveryModule_IsStableAndChangesNothingThatIsSeen(AssemblyDialect dialect) =>
        InFolder(folder =>
        {
            var pairs = new List<string>();
            foreach (var path in OtpModules.Of(dialect))
            {
                var original = BeamModuleReader.Read(File.ReadAllBytes(path));
                var (normal, diagnostics) = ModuleNormalization.Normalize(original.Require());
                var bytes = BeamModuleWriter.Write(normal);
                var again = BeamModuleReader.Read(bytes);
                diagnostics.Should().BeEmpty(path);
                again.Diagnostics.Should().BeEmpty(path);
                BeamModuleWriter.Write(ModuleNormalization.Normalize(again.Require()).Module).AsSpan().SequenceEqual(bytes)
                    .Should().BeTrue($"the normal form of {path} is its own normal form");
                again.Chunks!.Md5.Should().Equal(original.Chunks!.Md5, path);
                var target = Path.Combine(folder, $"{pairs.Count}.beam");
                File.WriteAllBytes(target, bytes);
                pairs.Add($"{path}\t{target}");
            }

            var list = Path.Combine(folder, "pairs");
            var result = Path.Combine(folder, "result");
            File.WriteAllLines(list, pairs);
            var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", Compare, "-extra", list, result]);
            status.Should().Be(0, output + errors);
            File.ReadAllText(result).Should().BeEmpty();
        });

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Normalize_OfTheStandardLibrary_LeavesItWorking(AssemblyDialect dialect) => InFolder(folder =>
    {
        var files = OtpModules.Of(dialect, "stdlib");
        foreach (var path in files)
        {
            var normal = ModuleNormalization.Normalize(BeamModuleReader.Read(File.ReadAllBytes(path)).Require()).Module;
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), BeamModuleWriter.Write(normal));
        }

        var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", Load, "-extra", folder]);
        (status, output).Should().Be((0, $"{files.Count} modules\n"), errors);
    });

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Normalize_OfTwoBuildsOfOneSource_GivesTheSameBytes(AssemblyDialect dialect) => InFolder(folder =>
    {
        var here = Build(dialect, Path.Combine(folder, "here"));
        var there = Build(dialect, Path.Combine(folder, "somewhere", "else"));
        var deterministic = Build(dialect, Path.Combine(folder, "third"), "deterministic");
        here.Should().NotEqual(there).And.NotEqual(deterministic);
        var normal = Normalize(here);
        normal.AsSpan().SequenceEqual(Normalize(there)).Should().BeTrue();
        normal.AsSpan().SequenceEqual(Normalize(deterministic)).Should().BeTrue();
        normal.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(folder)).Should().Be(-1);
    });

    private static byte[] Normalize(byte[] file) =>
        BeamModuleWriter.Write(ModuleNormalization.Normalize(BeamModuleReader.Read(file).Require()).Module);

    private static byte[] Build(AssemblyDialect dialect, string folder, params string[] options)
    {
        Directory.CreateDirectory(Path.Combine(folder, "include"));
        Directory.CreateDirectory(Path.Combine(folder, "ebin"));
        var source = Path.Combine(folder, "traced.erl");
        File.WriteAllText(
            source,
            """
            -module(traced).
            -moduledoc "Says where it fails.".
            -export([half/1, tenth/1, table/0]).
            -include("traced.hrl").
            -file("generated.yrl", 3).
            -type table() :: #{half => fun((number()) -> number()), list => [atom()]}.
            -doc "Half of it.".
            -spec half(number()) -> number().
            half(N) -> N / ?TWO.
            -spec table() -> table().
            table() -> #{half => fun half/1, list => [A || A <- [a, b, c], A =/= b]}.
            """);
        File.WriteAllText(
            Path.Combine(folder, "include", "traced.hrl"), "-define(TWO, 2).\n\ntenth(N) ->\n  hd(N) / 10.\n");
        var (status, output, errors) = ErlangProcess.Run(
            dialect, ["-eval", Compile, "-extra", source, Path.Combine(folder, "ebin"), .. options]);
        status.Should().Be(0, output + errors);
        return File.ReadAllBytes(Path.Combine(folder, "ebin", "traced.beam"));
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-normal-");
        try
        {
            test(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
