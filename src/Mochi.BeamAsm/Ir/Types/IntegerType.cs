using System.Numerics;

namespace Mochi.BeamAsm.Ir;

/// <summary>An integer, with optional bounds.</summary>
/// <param name="Minimum">Smallest value, or <see langword="null"/>.</param>
/// <param name="Maximum">Largest value, or <see langword="null"/>.</param>
public sealed record IntegerType(BigInteger? Minimum, BigInteger? Maximum) : IrType;
