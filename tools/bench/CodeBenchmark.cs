using System.Globalization;
using Mochi.BeamAsm;
using Mochi.BeamFile.Container;
using Mochi.Language;

namespace Mochi.Bench;

/// <summary>
/// Runs the kernels of <c>programs/</c>, compiled by Mochi and by <c>erlc</c>, in one virtual machine and in turn.
/// </summary>
internal static class CodeBenchmark
{
    private const int Rounds = 15;

    // Prints a line "kernel side microseconds" for each run; a run in its own process has a heap of its own.
    private const string Program =
        """
        Time = fun(Module, Function, Argument) ->
            {Pid, Monitor} = spawn_monitor(fun() -> exit(timer:tc(Module, Function, [Argument])) end),
            receive
                {'DOWN', Monitor, process, Pid, {Time, Value}} when is_integer(Time) -> {Time, Value};
                {'DOWN', Monitor, process, Pid, Reason} -> exit({Module, Function, Reason})
            end
        end,
        [begin
             {TimeA, Value} = Time(mochi_user_kernels, Function, Argument),
             {TimeB, Value} = Time(kernels, Function, Argument),
             Round > 0 andalso io:format("~p mochi ~p~n~p erlc ~p~n", [Function, TimeA, Function, TimeB])
         end || Round <- lists:seq(0, ROUNDS),
                {Function, Argument} <- [{fib, 27}, {sum_loop, 5000000}, {collatz, 30000}, {trees, 17},
                                         {escape, 150}, {evens, 1000000}]],
        halt(0).
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        string programs = Path.Combine(Otp.Repository, "tools", "bench", "programs");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-bench-");
        try
        {
            string source = Path.Combine(programs, "kernels.mochi");
            MochiCompilation compilation = MochiCompilation.Compile("kernels.mochi", File.ReadAllBytes(source));
            BeamModule module = ModuleCompiler.Compile(compilation.Module
                ?? throw new InvalidOperationException(compilation.Diagnostics[0].Message));
            File.WriteAllBytes(Path.Combine(folder.FullName, $"{module.Name}.beam"), BeamModuleWriter.Write(module));
            Otp.Run(Path.Combine(Otp.Root, "bin", "erlc"), "-o", folder.FullName, Path.Combine(programs, "kernels.erl"));
            string runtime = Path.Combine(Otp.Repository, "erlang-runtime", "ebin");
            string output = Otp.Run(
                Path.Combine(Otp.Root, "bin", "erl"),
                "-noshell",
                "-pa",
                folder.FullName,
                runtime,
                "-eval",
                Program.Replace("ROUNDS", Rounds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            Print(output);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(string output)
    {
        var kernels = new Dictionary<string, (Measurements Mochi, Measurements Erlang)>();
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            kernels.TryAdd(parts[0], (new Measurements(), new Measurements()));
            double milliseconds = double.Parse(parts[2], CultureInfo.InvariantCulture) / 1000;
            (parts[1] == "mochi" ? kernels[parts[0]].Mochi : kernels[parts[0]].Erlang).Add(milliseconds);
        }

        Console.WriteLine($"{"kernel",-10} {"Mochi",32} {"Erlang (erlc)",34}   ratio");
        foreach ((string kernel, (Measurements mochi, Measurements erlang)) in kernels)
        {
            double ratio = mochi.Median / erlang.Median;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{kernel,-10} {mochi,32} {erlang,34}   {ratio:F2}"));
        }
    }
}
