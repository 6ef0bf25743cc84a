namespace Mochi.Otp.Applications;

/// <summary>What an application resource file (<c>NAME.app</c>) says about an OTP application.</summary>
/// <param name="Name">The application's name: a lower-case letter, then lower-case letters, digits and <c>_</c>.</param>
/// <param name="Version">Its version, as <c>vsn</c> shows it.</param>
public sealed record ApplicationDescription(string Name, string Version)
{
    /// <summary>One line for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The modules it consists of; the resource file lists them in ordinal order.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The process names it registers, in the order given.</summary>
    public IReadOnlyList<string> Registered { get; init; } = [];

    /// <summary>The applications that must be running before it starts, in the order they start.</summary>
    public IReadOnlyList<string> Applications { get; init; } = ["kernel", "stdlib"];

    /// <summary>
    /// The module with the <c>application</c> behaviour that starts its processes; <see langword="null"/> for a
    /// library application.
    /// </summary>
    public string? StartModule { get; init; }
}
