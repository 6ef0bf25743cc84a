namespace Mochi.BeamAsm.Ir;

/// <summary>A bitstring whose length in bits is a multiple of a unit.</summary>
/// <param name="UnitBits">1 to 256; 8 for a binary.</param>
public sealed record BitstringType(int UnitBits) : IrType;
