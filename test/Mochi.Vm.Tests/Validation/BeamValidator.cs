using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Validation;

/// <summary>
/// Runs OTP's own <c>beam_validator</c> over modules: their assembly text is compiled with <c>no_postopt</c>, in one Erlang
/// process for all of them.
/// </summary>
internal static class BeamValidator
{
    // The second tuple form is a crash of a compiler pass, which is how the compiler reports text it does not understand.
    private const string Program =
        """
        Text = fun(Format, Values) -> unicode:characters_to_binary(io_lib:format(Format, Values)) end,
        Describe = fun({error, Files, _}) -> [case Error of
                                                  {_, compile, {crash, Pass, Reason, Stack}} ->
                                                      Text("pass ~p of the compiler crashed: ~tp~n~tp~n", [Pass, Reason, Stack]);
                                                  {_, Module, Reason} -> Text("~ts~n", [Module:format_error(Reason)])
                                              end || {_, Errors} <- Files, Error <- Errors];
                      (error) -> <<"the compiler gave no reason">>
                   end,
        [Folder] = init:get_plain_arguments(),
        [case compile:file(filename:rootname(File), [from_asm, no_postopt, return_errors, binary]) of
             {ok, _, Beam} -> file:write_file(filename:rootname(File) ++ ".beam", Beam);
             {ok, _, Beam, _} -> file:write_file(filename:rootname(File) ++ ".beam", Beam);
             Failure -> file:write_file(filename:rootname(File) ++ ".errors", Describe(Failure))
         end || File <- filelib:wildcard(filename:join(Folder, "*.S"))],
        halt(0).
        """;

    /// <summary>Validates modules.</summary>
    /// <param name="dialect">The OTP release to do it with.</param>
    /// <param name="modules">The modules.</param>
    /// <returns>A result for each module, in the same order.</returns>
    public static IReadOnlyList<ValidationResult> Validate(AssemblyDialect dialect, IReadOnlyList<BeamModule> modules) =>
        ValidateText(dialect, [.. modules.Select(module => (module.Name, AssemblyWriter.Write(module, dialect)))]);

    /// <summary>Validates assembly text.</summary>
    /// <param name="dialect">The OTP release to do it with.</param>
    /// <param name="modules">Names to tell the modules apart in messages, and texts.</param>
    /// <returns>A result for each module, in the same order.</returns>
    public static IReadOnlyList<ValidationResult> ValidateText(
        AssemblyDialect dialect, IReadOnlyList<(string Name, string Text)> modules)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-validation-");
        try
        {
            for (var index = 0; index < modules.Count; index++)
            {
                File.WriteAllText(Path.Combine(folder.FullName, $"{index}.S"), modules[index].Text);
            }

            var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", Program, "-extra", folder.FullName]);
            if (status != 0)
            {
                throw new AssertFailedException($"erl ended with status {status}: {output}{errors}");
            }

            return [.. modules.Select((module, index) => Result(folder.FullName, index, module.Name))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ValidationResult Result(string folder, int index, string name)
    {
        var beam = Path.Combine(folder, $"{index}.beam");
        if (File.Exists(beam))
        {
            return new ValidationResult(name, "", File.ReadAllBytes(beam));
        }

        var errors = Path.Combine(folder, $"{index}.errors");
        return new ValidationResult(name, File.Exists(errors) ? File.ReadAllText(errors) : "there is no result", Beam: null);
    }
}
