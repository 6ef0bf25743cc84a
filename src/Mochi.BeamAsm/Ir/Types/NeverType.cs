namespace Mochi.BeamAsm.Ir;

/// <summary>No value at all.</summary>
public sealed record NeverType : IrType;
