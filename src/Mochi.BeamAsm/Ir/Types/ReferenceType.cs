namespace Mochi.BeamAsm.Ir;

/// <summary>A reference.</summary>
public sealed record ReferenceType : IrType;
