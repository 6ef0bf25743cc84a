using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Compatibility;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Editing;

/// <summary>Renamed modules load beside the old ones and do what those do.</summary>
[TestClass]
public sealed class RenamingAgainstErlangTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Rename_OfLists_GivesAModuleThatWorksBesideTheOldOne(AssemblyDialect dialect)
    {
        const string Program =
            """
            List = [5, 3, 9, 1, 3],
            true = lists2:sort(List) =:= lists:sort(List),
            true = lists2:usort(List) =:= lists:usort(List),
            [2, 1, a] = lists2:reverse([1, 2], [a]),
            [3, 1, 3, 5] = lists2:reverse([5, 3, 1, 3]),
            true = lists2:member(9, List),
            {b, 2} = lists2:keyfind(b, 1, [{a, 1}, {b, 2}]),
            [{1, a}, {2, b}] = lists2:zip([1, 2], [a, b]),
            [2, 4] = lists2:map(fun(N) -> N * 2 end, [1, 2]),
            6 = lists2:foldl(fun erlang:'+'/2, 0, [1, 2, 3]),
            [[1, 2], [3]] = lists2:sort(fun(A, B) -> length(A) >= length(B) end, [[3], [1, 2]]),
            lists2 = lists2:module_info(module),
            {function_clause, [{lists2, nth, [0, []], [{file, "lists.erl"}, {line, _}]} | _]} =
                try lists2:nth(0, []) catch error:Reason:Stack -> {Reason, Stack} end,
            true = lists:sort(lists:module_info(exports)) =:= lists:sort(lists2:module_info(exports)),
            """;
        InFolder(folder =>
        {
            var lists = Module(dialect, "stdlib", "lists");
            Write(folder, ModuleRenaming.Rename(lists, "lists2").Module);
            Run(dialect, folder, Program);
        });
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Rename_OfModuleFunctionsAndCaller_GivesAWorkingPair(AssemblyDialect dialect) => InFolder(folder =>
    {
        // proplists calls lists; both get other names, and so do functions on both sides.
        var rules = new[] { (new Mfa("lists", "reverse", 1), "turn"), (new Mfa("proplists", "get_value", 3), "value_of") };
        foreach (var name in new[] { "lists", "proplists" })
        {
            var module = Module(dialect, "stdlib", name);
            foreach (var (function, to) in rules)
            {
                module = FunctionRenaming.Rename(module, function, to).Module;
            }

            module = ModuleRenaming.Rename(module, "lists", "my_lists").Module;
            Write(folder, ModuleRenaming.Rename(module, "proplists", "my proplists").Module);
        }

        Run(
            dialect, folder,
            """
            [3, 2, 1] = my_lists:turn([1, 2, 3]),
            1 = 'my proplists':value_of(a, [b, {a, 1}], none),
            1 = 'my proplists':get_value(a, [{a, 1}]),
            [a, b] = lists:sort('my proplists':get_keys([{a, 1}, b])),
            [{a, 1}, b] = 'my proplists':compact([{a, 1}, {b, true}]),
            false = erlang:function_exported('my proplists', get_value, 3),
            """);
    });

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Rewrite_OfAtomsAndLiterals_ChangesWhatTheModuleSays(AssemblyDialect dialect) => InFolder(folder =>
    {
        var module = ModuleRenaming.Rename(Module(dialect, "stdlib", "calendar"), "days").Module;
        module = FunctionRenaming.Rename(module, new Mfa("days", "is_leap_year", 1), "has_leap_day").Module;
        module = AtomRewriting.Rewrite(
            module, name => name == "true" ? "yes" : name, AtomUses.Values | AtomUses.Literals).Module;
        Write(folder, module);

        var texts = EditedText(Module(dialect, "stdlib", "erl_posix_msg"));
        Write(folder, texts);
        Run(
            dialect, folder,
            """
            yes = days:has_leap_day(2024),
            false = days:has_leap_day(2023),
            7 = days:day_of_the_week(2026, 11, 22),
            "NO SUCH FILE OR DIRECTORY" = posix_texts:message(enoent),
            """);
    });

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Rename_OfEveryModuleOfAnApplication_GivesModulesThatLoad(AssemblyDialect dialect) => InFolder(folder =>
    {
        var modules = new List<(string Name, string File)>();
        foreach (var application in new[] { "stdlib", "compiler" })
        {
            foreach (var path in OtpModules.Of(dialect, application))
            {
                var module = BeamModuleReader.Read(File.ReadAllBytes(path)).Require();
                var edited = ModuleRenaming.Rename(module, "renamed_" + module.Name).Module;
                foreach (var function in module.Functions)
                {
                    if (function.Name != "module_info" && !function.Name.StartsWith('-'))
                    {
                        edited = FunctionRenaming.Rename(
                            edited, new Mfa(edited.Name, function.Name, function.Arity), function.Name + "+").Module;
                        break;
                    }
                }

                modules.Add((edited.Name, Write(folder, edited)));
            }
        }

        var answers = Loader.Takes(dialect, modules);
        modules.Where((_, index) => !answers[index]).Should().BeEmpty();
    });

    private static BeamModule EditedText(BeamModule module) => ModuleRenaming.Rename(
        LiteralRewriting.Rewrite(module, term => term is BitstringTerm text
            ? Term.Binary(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text.Bytes.AsSpan()).ToUpperInvariant()))
            : term).Module,
        "posix_texts").Module;

    private static BeamModule Module(AssemblyDialect dialect, string application, string name) => BeamModuleReader.Read(
        File.ReadAllBytes(OtpModules.Of(dialect, application).Single(path => Path.GetFileName(path) == name + ".beam")))
        .Require();

    private static string Write(string folder, BeamModule module)
    {
        var path = Path.Combine(folder, module.Name + ".beam");
        File.WriteAllBytes(path, BeamModuleWriter.Write(module));
        return path;
    }

    private static void Run(AssemblyDialect dialect, string folder, string program)
    {
        var (status, output, errors) = ErlangProcess.Run(
            dialect, ["-pa", folder, "-eval", program + "io:put_chars(\"done\"), halt()."]);
        (status, output).Should().Be((0, "done"), errors);
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-rename-");
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
