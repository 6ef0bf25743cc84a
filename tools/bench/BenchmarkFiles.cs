namespace Mochi.Bench;

/// <summary>The <c>.beam</c> files that are measured.</summary>
internal static class BenchmarkFiles
{
    /// <summary>All of some applications of OTP 27, in the order of their names.</summary>
    public static string[] Find(params IEnumerable<string> applications) =>
    [
        .. applications.SelectMany(application => Directory.GetDirectories(Path.Combine(Otp.Root, "lib"), application + "-*"))
            .SelectMany(folder => Directory.GetFiles(Path.Combine(folder, "ebin"), "*.beam"))
            .Order(StringComparer.Ordinal),
    ];
}
