using Mochi.CommandLine;
using Mochi.Language;

namespace Mochi.Tool.Compilation;

/// <summary>The names that follow from a program's file name.</summary>
/// <param name="DisplayName">How messages call the file: as the user gave it.</param>
/// <param name="FileName">
/// The name that ends up in the program, for its error messages: without folders, so that the result is the same wherever
/// the file lies and however it was spelled.
/// </param>
/// <param name="BaseName">The file's name without <c>.mochi</c>: <c>word-Count</c>.</param>
/// <param name="ModuleName">The module and application: <c>mochi_user_word_count</c>.</param>
internal sealed record ProgramName(string DisplayName, string FileName, string BaseName, string ModuleName)
{
    private const string Extension = ".mochi";

    /// <summary>Derives the names; the same for the same file name everywhere.</summary>
    public static ProgramName FromPath(string path)
    {
        var file = path == InputFile.StandardInput ? "stdin" + Extension : Path.GetFileName(path);
        var isNamed = file.Length > Extension.Length && file.EndsWith(Extension, StringComparison.Ordinal);
        return new ProgramName(
            InputFile.DisplayName(path),
            file,
            isNamed ? file[..^Extension.Length] : file,
            MochiCompilation.GetModuleName(file));
    }
}
