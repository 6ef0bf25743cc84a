namespace Mochi.VerifyMutations.Mutation;

/// <summary>The place of an operand in a function.</summary>
/// <param name="Instruction">Which instruction it is in.</param>
/// <param name="Operand">Which operand of that it is, or which list it is in.</param>
/// <param name="Item">Which item of the list it is; negative for the operand itself.</param>
internal readonly record struct Place(int Instruction, int Operand, int Item = -1);
