using FluentAssertions;
using Mochi.BeamAsm.Text;

namespace Mochi.Vm.Tests.Otp;

/// <summary>The .beam files of an OTP release.</summary>
internal static class OtpModules
{
    /// <summary>The files in a fixed order.</summary>
    /// <param name="dialect">The release.</param>
    /// <param name="application">The name of an application; <see langword="null"/> for all.</param>
    public static IReadOnlyList<string> Of(AssemblyDialect dialect, string? application = null)
    {
        var library = Path.Combine(OtpRoot.Of(dialect), "lib");
        var files = Directory.EnumerateDirectories(library, application is null ? "*" : application + "-*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.beam", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .ToList();
        files.Should().NotBeEmpty($"there are modules below {library}");
        return files;
    }
}
