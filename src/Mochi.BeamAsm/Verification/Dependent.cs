namespace Mochi.BeamAsm.Verification;

/// <summary>A block that depends on what a function gives.</summary>
/// <param name="Caller">The function that the block is in.</param>
/// <param name="Block">The block.</param>
internal readonly record struct Dependent(FunctionFacts Caller, int Block);
