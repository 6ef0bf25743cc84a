using System.Diagnostics;
using System.Globalization;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;

namespace Mochi.Bench;

/// <summary>
/// Verifies stdlib beside OTP's <c>beam_validator</c>, which gets the same code as assembly terms: in a warm Erlang VM and in this
/// process, on one thread each; and in this process on all processors, a module at a time, as <c>beam-dump verify</c> does with a folder.
/// What is read is in memory on all sides.
/// </summary>
internal static class VerifyBenchmark
{
    private const string Erlang =
        """
        Collect = fun Collect([{function, Name, Arity, Entry} | Terms], Functions) ->
                          {Code, Rest} = lists:splitwith(fun(Term) -> not (is_tuple(Term) andalso element(1, Term) =:= function) end, Terms),
                          Collect(Rest, [{function, Name, Arity, Entry, Code} | Functions]);
                      Collect([], Functions) -> lists:reverse(Functions)
                  end,
        Modules = [begin
                       {ok, Terms} = file:consult(File),
                       [{module, Module}, {exports, Exports}, {attributes, Attributes} | Rest] =
                           [Term || Term <- Terms, element(1, Term) =/= version],
                       [{labels, Labels}] = [Term || {labels, _} = Term <- Rest],
                       Code = [Term || Term <- Rest, not (is_tuple(Term) andalso element(1, Term) =:= labels)],
                       {Module, Exports, Attributes, Collect(Code, []), Labels}
                   end || File <- init:get_plain_arguments()],
        Work = fun() -> lists:foreach(fun(Module) -> beam_validator:validate(Module, strong) end, Modules) end,
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        string[] files = BenchmarkFiles.Find("stdlib");
        BeamModule[] modules = [.. files.Select(file => BeamModuleReader.Read(File.ReadAllBytes(file)).Module!)];
        string folder = Directory.CreateTempSubdirectory("mochi-bench-").FullName;
        try
        {
            string[] texts = [.. modules.Select(module => Path.Combine(folder, module.Name + ".S"))];
            for (int index = 0; index < modules.Length; index++)
            {
                File.WriteAllText(texts[index], AssemblyWriter.Write(modules[index], AssemblyDialect.Otp27));
            }

            using var session = new ErlangSession(Erlang, texts);
            var validator = new Measurements();
            var verifier = new Measurements();
            var parallel = new Measurements();
            long allocated = 0;
            Rounds.Run((session.Run, validator), (() => Time(modules, out allocated), verifier), (() => TimeParallel(modules), parallel));
            int functions = modules.Sum(module => module.Functions.Length);
            int instructions = modules.Sum(module => module.Functions.Sum(function => function.Instructions.Length));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{modules.Length} modules of stdlib, {functions} functions, {instructions} instructions"));
            Console.WriteLine($"beam_validator   {validator}");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Mochi's verifier {verifier}  {validator.Median / verifier.Median:F1} times as fast, {allocated / 1e6:F0} MB allocated a round"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"on {Environment.ProcessorCount} processors   {parallel}  {validator.Median / parallel.Median:F1} times as fast"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
        Parallel.ForEach(modules, Verify);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Verify(BeamModule module)
    {
        if (!ModuleVerifier.Verify(module).IsAccepted)
        {
            throw new InvalidOperationException($"{module.Name} was not accepted");
        }
    }
}
