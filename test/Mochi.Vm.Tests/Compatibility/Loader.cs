using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Compatibility;

/// <summary>Asks the loader of an OTP release which modules it takes.</summary>
internal static class Loader
{
    // Loading is only prepared: no code of the modules runs, and none replaces another.
    private const string Program =
        """
        [In, Out] = init:get_plain_arguments(),
        {ok, Text} = file:read_file(In),
        Load = fun(Line) ->
            [Name, File] = binary:split(Line, <<"\t">>),
            {ok, Code} = file:read_file(File),
            case erlang:prepare_loading(binary_to_atom(Name, utf8), Code) of
                {error, _} -> <<"no\n">>;
                Prepared when is_reference(Prepared) -> <<"yes\n">>
            end
        end,
        Lines = binary:split(Text, <<"\n">>, [global, trim]),
        ok = file:write_file(Out, [Load(Line) || Line <- Lines]),
        halt().
        """;

    /// <summary>Whether the loader takes each of the files.</summary>
    /// <param name="dialect">The release.</param>
    /// <param name="modules">The modules' names and files.</param>
    public static IReadOnlyList<bool> Takes(
        AssemblyDialect dialect, IReadOnlyList<(string Name, string File)> modules)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-loader-");
        try
        {
            var list = Path.Combine(folder.FullName, "modules");
            var answers = Path.Combine(folder.FullName, "answers");
            File.WriteAllLines(list, modules.Select(module => $"{module.Name}\t{module.File}"));
            var (status, output, errors) = ErlangProcess.Run(
                dialect, ["-eval", Program, "-extra", list, answers]);
            status.Should().Be(0, output + errors);
            var result = File.ReadAllLines(answers).Select(answer => answer == "yes").ToList();
            result.Should().HaveCount(modules.Count);
            return result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
