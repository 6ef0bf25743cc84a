using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Comparison;

/// <summary>A step of an edit script.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Instruction">
/// The instruction. Its labels have numbers that mean the same on both sides (see
/// <see cref="FunctionDifference.LabelNames"/>); it gives no place in the source.
/// </param>
public sealed record InstructionEdit(EditKind Kind, Instruction Instruction);
