namespace Mochi.BeamAsm.Ssa;

/// <summary>What an instruction works on: a <see cref="SsaValue"/> or a <see cref="SsaConstant"/>.</summary>
internal abstract class SsaOperand;
