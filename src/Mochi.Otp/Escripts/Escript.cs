using System.Text;
using Mochi.Otp.Applications;
using Mochi.Otp.Archives;
using Mochi.Otp.Publishing;

namespace Mochi.Otp.Escripts;

/// <summary>
/// Packages a program and the applications it needs as one executable file for <c>escript</c>: an interpreter line, a
/// comment line, a line of emulator flags and a ZIP archive (manual page <c>escript(1)</c> of erts).
/// </summary>
public static class Escript
{
    private const string InterpreterLine = "#!/usr/bin/env escript\n";
    private const string CommentLine = "%% Mochi program\n";

    // -escript main: the module whose main/1 escript calls. -mochi_program: the program that module then runs.
    // +fnu: arguments and file names are UTF-8 whatever the locale says.
    private const string FlagsLine = "%%! +fnu -escript main mochi_main -mochi_program ";

    /// <summary>The bytes of the executable.</summary>
    /// <param name="module">The program's main module; it must be in one of <paramref name="applications"/>.</param>
    /// <param name="applications">The program's application and those it needs.</param>
    public static byte[] Create(string module, IReadOnlyCollection<OtpApplication> applications)
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentNullException.ThrowIfNull(applications);
        var entries = new List<ArchiveEntry>();
        foreach (var application in applications)
        {
            foreach (var file in application.Files)
            {
                entries.Add(new ArchiveEntry($"{application.Name}/{file.Path}", file.Content));
            }
        }

        var header = Encoding.UTF8.GetBytes($"{InterpreterLine}{CommentLine}{FlagsLine}{module}\n");
        var archive = ZipWriter.Write(entries);
        var escript = new byte[header.Length + archive.Length];
        header.CopyTo(escript, 0);
        archive.CopyTo(escript, header.Length);
        return escript;
    }

    /// <summary>Writes the executable with mode 0755, complete or not at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="module">The program's main module.</param>
    /// <param name="applications">The program's application and those it needs.</param>
    /// <exception cref="BeamFile.Diagnostics.DiagnosticException">The file cannot be written.</exception>
    public static void Write(string path, string module, IReadOnlyCollection<OtpApplication> applications) =>
        OutputFile.Write(path, Create(module, applications), executable: true);
}
