using System.Diagnostics;
using System.Globalization;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;

namespace Mochi.Bench;

/// <summary>
/// Verifies stdlib beside OTP's <c>beam_validator</c>, which gets the same code from the compiler: in a warm Erlang VM and in this
/// process, on one thread each; and in this process on all processors, a module at a time. What is read is in memory on all sides.
/// </summary>
internal static class VerifyBenchmark
{
    // The code that the compiler makes of the debug information of the files, with what it says to the validator and leaves out of the files:
    // without that the validator gives up in the middle of one function in five.
    private const string Erlang =
        """
        Compile = fun(File) ->
                      {ok, {Name, [{abstract_code, {raw_abstract_v1, Forms}}, {compile_info, Information}]}} =
                          beam_lib:chunks(File, [abstract_code, compile_info]),
                      Options = [Option || Option <- proplists:get_value(options, Information, []),
                                           Option =/= debug_info, not is_tuple(Option) orelse element(1, Option) =/= outdir],
                      {ok, Name, Module} = compile:noenv_forms(Forms, [to_asm, binary | Options]),
                      Module
                  end,
        Modules = [Compile(File) || File <- init:get_plain_arguments()],
        """;

    private const string Once =
        """
        Work = fun() -> lists:foreach(fun(Module) -> ok = beam_validator:validate(Module, strong) end, Modules) end,
        """;

    // The compiler has every module validated after its optimisations and once more before it writes the file.
    private const string AsTheCompilerDoes =
        """
        Work = fun() -> lists:foreach(
                   fun(Module) ->
                       ok = beam_validator:validate(Module, strong),
                       ok = beam_validator:validate(Module, weak)
                   end, Modules) end,
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        string[] files = BenchmarkFiles.Find("stdlib");
        BeamModule[] modules = [.. files.Select(file => BeamModuleReader.Read(File.ReadAllBytes(file)).Module!)];
        using var once = new ErlangSession(Erlang + "\n" + Once, files);
        using var twice = new ErlangSession(Erlang + "\n" + AsTheCompilerDoes, files);
        var validator = new Measurements();
        var both = new Measurements();
        var verifier = new Measurements();
        var parallel = new Measurements();

        // No processor is left with a large one at the end.
        BeamModule[] largestFirst = [.. modules.OrderByDescending(CountInstructions)];
        long allocated = 0;
        Rounds.Run(
            (once.Run, validator), (twice.Run, both), (() => Time(modules, out allocated), verifier), (() => TimeParallel(largestFirst), parallel));
        int functions = modules.Sum(module => module.Functions.Length);
        int instructions = modules.Sum(CountInstructions);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{modules.Length} modules of stdlib, {functions} functions, {instructions} instructions"));
        Console.WriteLine($"beam_validator   {validator}");
        Console.WriteLine($"as the compiler runs it   {both}");
        Report("Mochi's verifier", verifier);
        Report($"on {Environment.ProcessorCount} processors", parallel);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{allocated / 1e6:F0} MB allocated a round"));
        return 0;

        void Report(string what, Measurements measured) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}   {measured}  {validator.Median / measured.Median:F1} times as fast, {both.Median / measured.Median:F1} as the compiler runs it"));
    }

    private static double Time(BeamModule[] modules, out long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        foreach (BeamModule module in modules)
        {
            Verify(module);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    private static double TimeParallel(BeamModule[] modules)
    {
        long start = Stopwatch.GetTimestamp();
        int next = -1;
        var threads = new Thread[Environment.ProcessorCount];
        for (int index = 0; index < threads.Length; index++)
        {
            threads[index] = new Thread(VerifyOneByOne);
            threads[index].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        void VerifyOneByOne()
        {
            while (Interlocked.Increment(ref next) is var index && index < modules.Length)
            {
                Verify(modules[index]);
            }
        }
    }

    private static int CountInstructions(BeamModule module) => module.Functions.Sum(function => function.Instructions.Length);

    private static void Verify(BeamModule module)
    {
        if (!ModuleVerifier.Verify(module).IsAccepted)
        {
            throw new InvalidOperationException($"{module.Name} was not accepted");
        }
    }
}
