using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>What a text of a module shows.</summary>
public sealed record ListingOptions
{
    /// <summary>
    /// Which functions are shown; <see langword="null"/> for all. A text with fewer has the module's name and those functions and
    /// is for reading only.
    /// </summary>
    public Func<CodeFunction, bool>? IsShown { get; init; }

    /// <summary>
    /// The lines of text that are written as comments before an instruction that names a place in the source;
    /// <see langword="null"/> for none. They should have no control characters.
    /// </summary>
    public Func<CodeFunction, LocationOperand, IReadOnlyList<string>>? Comments { get; init; }

    /// <summary>Whether a function is shown.</summary>
    internal bool Shows(CodeFunction function) => IsShown is null || IsShown(function);

    /// <summary>The comments before an instruction.</summary>
    internal IReadOnlyList<string> CommentsFor(CodeFunction function, Instruction instruction) =>
        Comments is not null && instruction.Opcode is Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine
            && PlaceOf(instruction) is { } place
            ? Comments(function, place) : [];

    private static LocationOperand? PlaceOf(Instruction instruction)
    {
        foreach (var operand in instruction.Operands)
        {
            if (operand is LocationOperand place)
            {
                return place;
            }
        }

        return null;
    }
}
