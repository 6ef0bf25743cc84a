using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Subjects;

/// <summary>Finds modules to break, and what can be called in them.</summary>
internal sealed class SubjectLoader(OtpFolder otp, Validator validator, TextWriter log)
{
    private const int MaximumFunction = 400;
    private const int MaximumModule = 5000;
    private const int CallsOfModule = 500;
    private const int CallsOfFunction = 14;

    /// <summary>Modules without effects on anything but the process that calls them.</summary>
    private static readonly string[] OfStdlib =
    [
        "array", "base64", "binary", "calendar", "dict", "erl_anno", "erl_bits", "erl_expand_records", "erl_internal", "erl_parse", "erl_posix_msg", "erl_scan", "filename", "gb_sets", "gb_trees", "io_lib",
        "io_lib_format", "io_lib_fread", "io_lib_pretty", "json", "lists", "maps", "math", "orddict", "ordsets", "proplists", "queue", "sets", "sofs", "string", "unicode", "unicode_util", "uri_string",
        "win32reg", "zlib", "ms_transform", "otp_internal", "edlin_expand", "re", "shell_docs_markdown", "zip", "digraph_utils", "eval_bits", "gen", "log_mf_h", "random", "erl_abstract_code", "erl_features", "erl_error", "argparse", "graph",
    ];

    private static readonly string[] OfKernel = ["inet_dns", "group_history", "hipe_unified_loader", "inet_parse", "logger_filters", "logger_formatter", "user_sup", "wrap_log_reader", "standard_error", "inet_config"];

    private static readonly string[] OfCompiler =
        ["beam_bounds", "beam_digraph", "beam_opcodes", "beam_types", "beam_utils", "beam_z", "beam_a", "beam_clean", "beam_flatten", "beam_trim", "cerl", "cerl_clauses", "cerl_sets", "cerl_trees", "core_scan", "erl_bifs", "rec_env"];

    private static readonly HashSet<string> Effects =
    [
        "file", "os", "init", "code", "prim_file", "erl_prim_loader", "net_kernel", "gen_tcp", "gen_udp", "inet", "inet_db", "filelib", "ets", "dets", "gen_server", "application", "erl_ddll", "disk_log", "user", "group", "erlang:halt/0", "erlang:halt/1",
        "erlang:halt/2", "erlang:open_port/2", "erlang:load_nif/2", "erlang:system_flag/2", "erlang:set_cookie/2", "erlang:register/2", "erlang:load_module/2", "erlang:process_flag/2", "erlang:system_monitor/1", "erlang:trace/3",
    ];

    /// <summary>Loads all modules to break of the release.</summary>
    /// <param name="runner">Where the valid modules run.</param>
    /// <param name="isShort">Only a few small ones.</param>
    public IReadOnlyList<Subject> Load(Runner runner, bool isShort)
    {
        var subjects = new List<Subject>();
        foreach (var file in Files(isShort))
        {
            if (Load(subjects.Count, file, runner) is { } subject)
            {
                subjects.Add(subject);
            }
        }

        return subjects;
    }

    private IEnumerable<string> Files(bool isShort)
    {
        var own = otp.OwnModules(otp.Release < 29 ? ["mochi_mutant_subject"] : ["mochi_mutant_subject", "mochi_mutant_records"]);
        if (isShort)
        {
            string[] few = ["queue", "ordsets", "proplists", "base64"];
            return own.Concat(otp.Modules("stdlib").Where(file => few.Contains(Path.GetFileNameWithoutExtension(file))));
        }

        return own
            .Concat(otp.Modules("stdlib").Where(file => OfStdlib.Contains(Path.GetFileNameWithoutExtension(file))))
            .Concat(otp.Modules("kernel").Where(file => OfKernel.Contains(Path.GetFileNameWithoutExtension(file))))
            .Concat(otp.Modules("compiler").Where(file => OfCompiler.Contains(Path.GetFileNameWithoutExtension(file))));
    }

    private Subject? Load(int key, string file, Runner runner)
    {
        var original = BeamModuleReader.Read(File.ReadAllBytes(file)).Require();
        var size = original.Functions.Sum(function => function.Instructions.Length);
        if (size > MaximumModule || HasEffects(original))
        {
            return null;
        }

        var module = ModuleRenaming.Rename(original, Runner.ModuleName, new EditOptions { RewritesValues = false }).Module with
        {
            ExtraChunks = [],
            Attributes = Term.Nil,
            CompileInfo = Term.Nil,
            Meta = null,
        };
        if (StrictModule.Of(module) is not { } pair)
        {
            log.WriteLine($"OTP {otp.Release}: {original.Name} is left out, as the verifier does not accept it in strict mode");
            return null;
        }

        (module, var replaced) = pair;
        var rejected = validator.Add(key, module);
        var calls = runner.FindCalls(BeamModuleWriter.Write(module), CallsOfModule, key + 1);
        runner.Restart();
        var numbers = new Dictionary<(string, int), int>();
        for (var index = 0; index < module.Functions.Length; index++)
        {
            numbers[(module.Functions[index].Name, module.Functions[index].Arity)] = index;
        }

        var byFunction = new Dictionary<int, List<BitstringTerm>>();
        foreach (var (call, reached) in calls)
        {
            foreach (var function in reached)
            {
                if (!numbers.TryGetValue(function, out var index) || rejected.Contains(function) || replaced.Contains(index) || IsList(function) || module.Functions[index].Instructions.Length > MaximumFunction)
                {
                    continue;
                }

                if (!byFunction.TryGetValue(index, out var list))
                {
                    byFunction.Add(index, list = []);
                }

                list.Add(call);
            }
        }

        log.WriteLine(
            $"OTP {otp.Release}: {original.Name}, {size} instructions, {byFunction.Count} of {module.Functions.Length} functions, {calls.Count} calls, {rejected.Count} rejected by the validator, {replaced.Count} replaced");
        return byFunction.Count == 0 ? null : new Subject(
            key, original.Name, module, [.. byFunction.Keys.Order()], byFunction.ToDictionary(pair => pair.Key, pair => Spread(pair.Value)));
    }

    // The list of calls in a module of this tool is not what is to be broken.
    private static bool IsList((string Name, int Arity) function) =>
        function is ("calls", 0) || function.Name.StartsWith("-calls/0", StringComparison.Ordinal);

    private static bool HasEffects(BeamModule module) => module.Functions.SelectMany(function => function.Instructions).SelectMany(instruction => instruction.Operands)
        .OfType<ImportOperand>().Any(import => Effects.Contains(import.Module) || Effects.Contains($"{import.Module}:{import.Function}/{import.Arity}"));

    /// <summary>Calls from all over the list, as neighbours are alike.</summary>
    private static IReadOnlyList<BitstringTerm> Spread(List<BitstringTerm> calls) => calls.Count <= CallsOfFunction
        ? calls
        : [.. Enumerable.Range(0, CallsOfFunction).Select(index => calls[index * calls.Count / CallsOfFunction])];
}
