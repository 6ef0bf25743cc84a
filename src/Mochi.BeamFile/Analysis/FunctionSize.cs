namespace Mochi.BeamFile.Analysis;

/// <summary>How many bytes of the chunk <c>Code</c> a function takes.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arity">Its number of arguments.</param>
/// <param name="Size">The size of its instructions, those before its <c>func_info</c> included.</param>
public sealed record FunctionSize(string Name, int Arity, int Size);
