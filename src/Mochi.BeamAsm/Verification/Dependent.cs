namespace Mochi.BeamAsm.Verification;

/// <summary>A block that depends on what a function gives.</summary>
/// <param name="Caller">The function that the block is in.</param>
/// <param name="Block">The block.</param>
internal sealed record Dependent(FunctionFacts Caller, int Block);
