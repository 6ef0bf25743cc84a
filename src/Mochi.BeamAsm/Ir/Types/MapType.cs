namespace Mochi.BeamAsm.Ir;

/// <summary>A map.</summary>
/// <param name="Key">Type of every key.</param>
/// <param name="Value">Type of every value.</param>
public sealed record MapType(IrType Key, IrType Value) : IrType;
