namespace Mochi.BeamAsm.Ir;

/// <summary>A 64-bit float.</summary>
public sealed record FloatType : IrType;
