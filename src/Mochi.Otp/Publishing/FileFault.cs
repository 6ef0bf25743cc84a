namespace Mochi.Otp.Publishing;

/// <summary>Says in plain words what the operating system had against a file operation.</summary>
public static class FileFault
{
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int NotADirectory = 20;
    private const int IsADirectory = 21;
    private const int TooManyLinks = 40;
    private const int NoSpaceOnWindows = 0x70;
    private const int NoSpaceInQuota = 122;

    /// <summary>Whether <paramref name="exception"/> is one that a file operation raises.</summary>
    public static bool Is(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>
    /// The cause as the end of a sentence that begins with the file's name: <c>permission denied</c>. It never quotes
    /// the platform's own message, whose wording and language vary.
    /// </summary>
    public static string Describe(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException => "no such file or folder",
        DirectoryNotFoundException => "no such folder",
        PathTooLongException => "the path is too long",
        IOException fault => (fault.HResult & 0xFFFF) switch
        {
            NoSpace or NoSpaceOnWindows or NoSpaceInQuota => "no space left on the device",
            ReadOnlyFileSystem => "the file system is read-only",
            NotADirectory => "a part of the path is not a folder",
            IsADirectory => "it is a folder",
            TooManyLinks => "the path has too many symbolic links",
            var number => $"the system reported error {number}",
        },
        _ => "the path is not valid",
    };
}
