namespace Mochi.Language.Runtime;

/// <summary>A parameter of a function of the runtime.</summary>
/// <param name="Name">Its name, where the specification has one.</param>
/// <param name="Type">What it takes.</param>
internal sealed record RuntimeParameter(string? Name, RuntimeType Type);
