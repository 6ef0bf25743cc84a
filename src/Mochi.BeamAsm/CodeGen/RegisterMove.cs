using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>One of several moves that happen at once.</summary>
/// <param name="Source">What is moved.</param>
/// <param name="Destination">Where to.</param>
internal sealed record RegisterMove(ISourceOperand Source, Register Destination);
