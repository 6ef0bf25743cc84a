using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>Whether the operand is a tuple of that shape.</summary>
/// <param name="Shape">The shape.</param>
internal sealed record TupleTest(TupleShape Shape) : SsaTest;
