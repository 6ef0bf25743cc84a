using Mochi.BeamAsm.Text;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Text;

/// <summary>
/// Listings (<c>erlc -S</c>) of modules of OTP beside the .beam files of the same compilation, made from the
/// abstract code that OTP's files hold.
/// </summary>
internal sealed class CompilerListings : IDisposable
{
    private const string Program =
        """
        [Folder | Names] = init:get_plain_arguments(),
        [begin
             Module = list_to_atom(Name),
             {ok, {Module, [{abstract_code, {_, Forms}}]}} = beam_lib:chunks(code:which(Module), [abstract_code]),
             {ok, Module, _} = compile:noenv_forms(Forms, ['S', {outdir, Folder}]),
             {ok, Module, Beam} = compile:noenv_forms(Forms, [binary]),
             ok = file:write_file(filename:join(Folder, Name ++ ".beam"), Beam)
         end || Name <- Names],
        halt(0).
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mochi-listings-");

    public CompilerListings(AssemblyDialect dialect, IEnumerable<string> modules)
    {
        var (status, output, errors) = ErlangProcess.Run(
            dialect, ["-eval", Program, "-extra", _folder.FullName, .. modules]);
        if (status != 0)
        {
            throw new AssertFailedException($"erl ended with status {status}: {output}{errors}");
        }
    }

    /// <summary>The .beam files; the listing of each has the same name.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(_folder.FullName, "*.beam").Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}
