using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Text;

/// <summary>Where the code of a module stands in the text that it was read from.</summary>
public sealed class AssemblyPlaces
{
    private readonly TextDiagnostics _text;
    private readonly List<(int Start, int End, List<(int Start, int End)> Instructions)> _functions = [];

    internal AssemblyPlaces(TextDiagnostics text) => _text = text;

    /// <summary>The place of an instruction, of a function as a whole, or of the text.</summary>
    /// <param name="functionIndex">Which function of the module it is; negative for the text.</param>
    /// <param name="instructionIndex">Which instruction of the function it is; negative for the line that begins the function.</param>
    public DiagnosticPlace Of(int functionIndex, int instructionIndex)
    {
        if (functionIndex < 0)
        {
            return new DiagnosticPlace(_text.File);
        }

        var function = _functions[functionIndex];
        var (start, end) = instructionIndex < 0 || function.Instructions.Count == 0
            ? (function.Start, function.End)
            : function.Instructions[Math.Min(instructionIndex, function.Instructions.Count - 1)];
        return _text.PlaceOf(start, end);
    }

    /// <summary>Adds a function; what is added next belongs to it.</summary>
    internal void AddFunction(int start, int end) => _functions.Add((start, end, []));

    /// <summary>Adds an instruction.</summary>
    internal void AddInstruction(int start, int end) => _functions[^1].Instructions.Add((start, end));
}
