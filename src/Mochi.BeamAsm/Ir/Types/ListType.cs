namespace Mochi.BeamAsm.Ir;

/// <summary>A proper list.</summary>
/// <param name="Element">Type of every element.</param>
public sealed record ListType(IrType Element) : IrType;
