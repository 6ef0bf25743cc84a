using Mochi.BeamAsm.Text;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Text;

/// <summary>
/// Turns assembly text into .beam files with OTP's <c>beam_asm</c> alone, in one Erlang process: nothing is validated or
/// rewritten, so that every instruction of the text ends up in the file.
/// </summary>
internal static class OtpAssembler
{
    private const string Program =
        """
        Split = fun Split([{function, N, A, E} | Rest], Done) ->
                        {Code, More} = lists:splitwith(fun(I) -> not (is_tuple(I) andalso tuple_size(I) =:= 4
                                                                      andalso element(1, I) =:= function) end, Rest),
                        Split(More, [{function, N, A, E, Code} | Done]);
                    Split([], Done) -> lists:reverse(Done)
                end,
        [Folder, Release] = init:get_plain_arguments(),
        [begin
             {ok, Forms} = file:consult(File),
             {Header, Body} = lists:splitwith(fun(Form) -> element(1, Form) =/= function end, Forms),
             Get = fun(Key) -> proplists:get_value(Key, Header) end,
             {M, X, A, L, Fs} = {Get(module), Get(exports), Get(attributes), Get(labels), Split(Body, [])},
             Code = case Release of "Otp27" -> {M, X, A, Fs, L}; _ -> {M, X, A, #{}, Fs, L} end,
             Result = try beam_asm:module(Code, [], [], []) of
                          {ok, Beam} -> {".beam", Beam}
                      catch Class:Reason:Stack -> {".errors", unicode:characters_to_binary(
                                                                  io_lib:format("~p ~tp~n~tP", [Class, Reason, Stack, 30]))}
                      end,
             ok = file:write_file(filename:rootname(File) ++ element(1, Result), element(2, Result))
         end || File <- filelib:wildcard(filename:join(Folder, "*.S"))],
        halt(0).
        """;

    /// <summary>Assembles texts.</summary>
    /// <returns>For each text the file, or what was wrong.</returns>
    public static IReadOnlyList<(byte[]? Beam, string Errors)> Assemble(AssemblyDialect dialect, IEnumerable<string> texts)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-assembler-");
        try
        {
            var count = 0;
            foreach (var text in texts)
            {
                File.WriteAllText(Path.Combine(folder.FullName, $"{count++}.S"), text);
            }

            var (status, output, errors) = ErlangProcess.Run(
                dialect, ["-eval", Program, "-extra", folder.FullName, dialect.ToString()]);
            if (status != 0)
            {
                throw new AssertFailedException($"erl ended with status {status}: {output}{errors}");
            }

            return [.. Enumerable.Range(0, count).Select(index => Read(Path.Combine(folder.FullName, $"{index}")))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (byte[]? Beam, string Errors) Read(string path) => File.Exists(path + ".beam")
        ? (File.ReadAllBytes(path + ".beam"), "")
        : (null, File.ReadAllText(path + ".errors"));
}
