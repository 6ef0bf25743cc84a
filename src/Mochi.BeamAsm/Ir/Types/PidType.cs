namespace Mochi.BeamAsm.Ir;

/// <summary>A process identifier.</summary>
public sealed record PidType : IrType;
