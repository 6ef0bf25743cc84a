using Mochi.Otp.Applications;

namespace Mochi.Otp.Runtime;

/// <summary>
/// The <c>mochi</c> application that every program runs with. It was compiled when the repository was built and
/// travels inside this assembly, so that packaging a program needs no files and no Erlang.
/// </summary>
public static class RuntimeApplication
{
    /// <summary>The application's name.</summary>
    public const string Name = "mochi";

    private const string ResourcePrefix = Name + "/";

    /// <summary>Reads the application's files out of this assembly.</summary>
    public static OtpApplication Load()
    {
        var assembly = typeof(RuntimeApplication).Assembly;
        var files = new List<ApplicationFile>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files.Add(new ApplicationFile(resource[ResourcePrefix.Length..], content));
        }

        return new OtpApplication(Name, files);
    }
}
