using System.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Otp.Applications;

/// <summary>An OTP application ready to be packaged: its name and its files, in ordinal order of their paths.</summary>
public sealed class OtpApplication
{
    /// <summary>Takes files as they are.</summary>
    /// <param name="name">The application's name, which is also its folder's name.</param>
    /// <param name="files">Its files, in any order.</param>
    /// <exception cref="DiagnosticException">The name cannot be used (OT001).</exception>
    public OtpApplication(string name, IReadOnlyCollection<ApplicationFile> files)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(files);
        ApplicationResource.CheckName(name);
        var sorted = new List<ApplicationFile>(files);
        sorted.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        Name = name;
        Files = sorted;
    }

    /// <summary>The application's name.</summary>
    public string Name { get; }

    /// <summary>Its files, in ordinal order of their paths.</summary>
    public IReadOnlyList<ApplicationFile> Files { get; }

    /// <summary>Puts modules and a description together: <c>ebin/NAME.app</c> and one <c>.beam</c> a module.</summary>
    /// <param name="description">
    /// What the resource file says; its list of modules is taken from <paramref name="modules"/>.
    /// </param>
    /// <param name="modules">The modules.</param>
    /// <exception cref="DiagnosticException">
    /// The application's name (OT001) or a module's name (OT002) cannot be used.
    /// </exception>
    public static OtpApplication Create(ApplicationDescription description, IReadOnlyCollection<CompiledModule> modules)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(modules);
        var names = new List<string>(modules.Count);
        var files = new List<ApplicationFile>(modules.Count + 1);
        foreach (var module in modules)
        {
            CheckModuleName(module.Name, names);
            names.Add(module.Name);
            files.Add(new ApplicationFile($"ebin/{module.Name}.beam", module.Content));
        }

        var resource = ApplicationResource.Write(description with { Modules = names });
        files.Add(new ApplicationFile($"ebin/{description.Name}.app", Encoding.UTF8.GetBytes(resource)));
        return new OtpApplication(description.Name, files);
    }

    private static void CheckModuleName(string name, List<string> others)
    {
        var reason = others.Contains(name) ? "appears twice in the application"
            : name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\\', '\0') ? "cannot be the name of a file"
            : null;
        if (reason is not null)
        {
            throw new DiagnosticException(new Diagnostic(
                "OT002", DiagnosticSeverity.Error, $"the module name '{name}' {reason}", DiagnosticPlace.None));
        }
    }
}
