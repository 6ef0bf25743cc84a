namespace Mochi.BeamFile.Chunks;

/// <summary>An entry of the lambda table as the file has it.</summary>
/// <param name="Function">The name of the function that the fun runs.</param>
/// <param name="Arity">Its number of arguments, captured values included.</param>
/// <param name="Label">Its entry label.</param>
/// <param name="Index">The entry's number; always its position.</param>
/// <param name="FreeCount">How many values a fun captures.</param>
/// <param name="OldUnique">27 bits of the module's MD5.</param>
public sealed record LambdaEntry(string Function, int Arity, int Label, uint Index, int FreeCount, uint OldUnique);
