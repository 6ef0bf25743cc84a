using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.DebugVariables;

/// <summary>A variable of the source and where its value is.</summary>
/// <param name="Name">
/// The name as a binary; on entry to a function an argument without name has its position, an integer from 1.
/// </param>
/// <param name="Location">A register, or the value itself: a literal, an integer, an atom or <c>[]</c>.</param>
public sealed record DebugVariable(Term Name, Operand Location);
