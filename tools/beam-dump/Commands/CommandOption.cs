namespace Mochi.BeamDump.Commands;

/// <summary>An option of a command.</summary>
/// <param name="Name">Its name with the dashes.</param>
/// <param name="ValueName">What its value is called in the help; <see langword="null"/> for one without a value.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Choices">The values that it takes; <see langword="null"/> for any.</param>
internal sealed record CommandOption(string Name, string? ValueName, string Summary, string[]? Choices = null);
