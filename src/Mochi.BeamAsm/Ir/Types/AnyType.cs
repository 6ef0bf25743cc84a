namespace Mochi.BeamAsm.Ir;

/// <summary>Any term.</summary>
public sealed record AnyType : IrType;
