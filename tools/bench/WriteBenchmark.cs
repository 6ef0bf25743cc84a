using System.Diagnostics;
using System.Globalization;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;

namespace Mochi.Bench;

/// <summary>
/// Encodes the modules of stdlib, in a warm Erlang VM and in this process, on one thread each: from the terms of the
/// assembly text with <c>beam_asm:module/4</c>, and from our symbolic modules.
/// </summary>
internal static class WriteBenchmark
{
    // What compile:file(File, [from_asm]) makes of the text, without the passes that come before beam_asm.
    private const string Erlang =
        """
        IsCode = fun({function, _, _, _}) -> false; (_) -> true end,
        Split = fun Split([{function, Name, Arity, Entry} | Rest]) ->
                        {Body, More} = lists:splitwith(IsCode, Rest),
                        [{function, Name, Arity, Entry, Body} | Split(More)];
                    Split([]) -> []
                end,
        Modules = [begin
                       {ok, Forms} = file:consult(File),
                       {Head, Functions} = lists:splitwith(IsCode, Forms),
                       [Module, Exports, Attributes, Labels] =
                           [proplists:get_value(Key, Head, []) || Key <- [module, exports, attributes, labels]],
                       {Module, Exports, Attributes, Split(Functions), Labels}
                   end || File <- init:get_plain_arguments()],
        Work = fun() ->
                   lists:foreach(fun(Module) -> {ok, _} = beam_asm:module(Module, [], [{options, []}], []) end, Modules)
               end,
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        BeamModule[] modules =
        [
            .. BenchmarkFiles.Find("stdlib")
                .Select(file => BeamModuleReader.Read(File.ReadAllBytes(file)).Module! with { ExtraChunks = [] }),
        ];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-bench-");
        try
        {
            foreach (BeamModule module in modules)
            {
                File.WriteAllText(
                    Path.Combine(folder.FullName, module.Name + ".S"),
                    AssemblyWriter.Write(module, AssemblyDialect.Otp27));
            }

            Compare(modules, Directory.GetFiles(folder.FullName, "*.S"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(BeamModule[] modules, string[] texts)
    {
        using var session = new ErlangSession(Erlang, texts);
        var theirs = new Measurements();
        var ours = new Measurements();
        long bytes = 0;
        long allocated = 0;
        Rounds.Run((session.Run, theirs), (Write, ours));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {modules.Length} modules of stdlib, {bytes / 1e6:F1} MB without debug information
            beam_asm:module       {theirs}
            BeamModuleWriter      {ours}  {bytes / ours.Median / 1e3,6:F0} MB/s  {theirs.Median / ours.Median,5:F1} times as fast
            {allocated / 1e6:F0} MB allocated a round
            """));

        double Write()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            bytes = modules.Sum(module => (long)BeamModuleWriter.Write(module).Length);
            double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return time;
        }
    }
}
