namespace Mochi.Fuzz;

/// <summary>The fuzzer was asked for something that it cannot do.</summary>
public sealed class FuzzException(string message) : Exception(message);
