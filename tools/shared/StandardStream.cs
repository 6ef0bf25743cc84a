using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mochi.CommandLine;

/// <summary>
/// Standard output and standard error without <see cref="Console"/>, which costs a third of a small command's time.
/// </summary>
internal static partial class StandardStream
{
    /// <summary>The number of standard output.</summary>
    public const int Output = 1;

    /// <summary>The number of standard error.</summary>
    public const int Error = 2;

    private const int Interrupted = 4;
    private const int BrokenPipe = 32;

    /// <summary>Whether the stream is a terminal.</summary>
    public static bool IsTerminal(int stream) =>
        OperatingSystem.IsWindows() ? IsConsole(stream) : IsATty(stream) == 1;

    /// <summary>Writes all of <paramref name="content"/>.</summary>
    /// <returns><see langword="false"/> when nobody reads the stream any more.</returns>
    /// <exception cref="IOException">It cannot be written, for example to a full disk.</exception>
    public static bool Write(int stream, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsWindows())
        {
            WriteToConsole(stream, content);
            return true;
        }

        while (!content.IsEmpty)
        {
            var written = Write(stream, in MemoryMarshal.GetReference(content), content.Length);
            if (written >= 0)
            {
                content = content[(int)written..];
            }
            else if (Marshal.GetLastSystemError() is var error && error == BrokenPipe)
            {
                return false;
            }
            else if (error != Interrupted)
            {
                throw new IOException(null, error);
            }
        }

        return true;
    }

    // Apart, so that nothing of the console is loaded where it is not used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteToConsole(int stream, ReadOnlySpan<byte> content)
    {
        using var console = stream == Output ? Console.OpenStandardOutput() : Console.OpenStandardError();
        console.Write(content);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsConsole(int stream) =>
        !(stream == Output ? Console.IsOutputRedirected : Console.IsErrorRedirected);

    // The error is asked for only when there is one: to have it kept would be compiled at every start.
    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int stream, in byte content, nint length);

    [LibraryImport("libc", EntryPoint = "isatty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IsATty(int stream);
}
