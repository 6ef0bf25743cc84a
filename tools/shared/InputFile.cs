using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.CommandLine;

/// <summary>Reads whole input files.</summary>
internal static class InputFile
{
    /// <summary>The name by which standard input is given on the command line.</summary>
    public const string StandardInput = "-";

    /// <summary>How standard input is called in messages.</summary>
    public const string StandardInputDisplayName = "<stdin>";

    /// <summary>The name of an input in messages.</summary>
    public static string DisplayName(string path) => path == StandardInput ? StandardInputDisplayName : path;

    /// <summary>Reads the file, or standard input for <c>-</c>.</summary>
    /// <exception cref="DiagnosticException">
    /// It does not exist (MC010), is a folder (MC011), or cannot be read (MC012).
    /// </exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (path == StandardInput)
            {
                return ReadStandardInput();
            }

            if (Directory.Exists(path))
            {
                throw Fault("MC011", path, "this is a folder, not a file", "give the name of a file in it");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault("MC010", path, "there is no such file", "check the spelling and the folder", exception);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            var reason = FileFault.Describe(exception);
            throw Fault("MC012", path, $"the file cannot be read: {reason}", null, exception);
        }
    }

    private static byte[] ReadStandardInput()
    {
        using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        input.CopyTo(content);
        return content.ToArray();
    }

    private static DiagnosticException Fault(
        string code, string path, string message, string? hint, Exception? exception = null) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(DisplayName(path)), hint), exception);
}
