namespace Mochi.BeamFile.Chunks;

/// <summary>The head of the <c>Code</c> chunk.</summary>
/// <param name="HeaderSize">The size of the head after this number, 16.</param>
/// <param name="InstructionSet">The version of the instruction set, 0.</param>
/// <param name="MaximumOpcode">The greatest opcode that a loader must know.</param>
/// <param name="LabelCount">The greatest label plus 1.</param>
/// <param name="FunctionCount">How many functions there are.</param>
/// <param name="CodeOffset">Where in the chunk the instructions begin.</param>
public sealed record CodeHeader(
    uint HeaderSize, uint InstructionSet, uint MaximumOpcode, uint LabelCount, uint FunctionCount, int CodeOffset);
