namespace Mochi.BeamAsm.Ir;

/// <summary>Reads a local.</summary>
/// <param name="Local">The local; it must be bound on every path to here.</param>
public sealed record LocalExpression(Local Local) : Expression;
