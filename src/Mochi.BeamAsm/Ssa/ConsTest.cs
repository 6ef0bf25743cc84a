namespace Mochi.BeamAsm.Ssa;

/// <summary>Whether the operand is a list cell.</summary>
internal sealed record ConsTest : SsaTest;
