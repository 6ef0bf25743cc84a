using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Verifying;

/// <summary>Where in a module something was found.</summary>
/// <param name="Function">The function: <c>lists:map/2</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arity">How many arguments it takes.</param>
/// <param name="Instruction">Which of its instructions it is; negative for the function as a whole.</param>
/// <param name="Offset">Where in the chunk of the code the instruction, or the function, begins.</param>
/// <param name="FunctionOffset">The same, from the start of the function.</param>
/// <param name="FileOffset">The same, from the start of the file.</param>
/// <param name="Text">The instruction; <see langword="null"/> for the function as a whole.</param>
/// <param name="Source">The place in the source that it was made of; <see langword="null"/> when the file does not tell.</param>
internal sealed record FindingPlace(
    string Function,
    string Name,
    int Arity,
    int Instruction,
    int Offset,
    int FunctionOffset,
    int FileOffset,
    string? Text,
    LocationOperand? Source);
