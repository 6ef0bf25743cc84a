using System.Globalization;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Comparison;

/// <summary>Numbers that mean the same in both modules: of functions as targets of calls, and of whole instructions.</summary>
internal sealed class SharedNumbers
{
    /// <summary>Where the numbers of targets in other functions begin; those of labels of the function stay below.</summary>
    private const int FirstTarget = 1 << 30;

    private readonly Dictionary<string, int> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<Instruction, int> _instructions = [];

    /// <summary>The names of targets by number.</summary>
    public Dictionary<int, string> TargetNames { get; } = [];

    /// <summary>What a function is called: <c>start/2</c>.</summary>
    public static string FunctionName(string name, int arity) =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(name)}/{arity}");

    /// <summary>The number of a target of this name.</summary>
    public int Target(string name)
    {
        if (!_targets.TryGetValue(name, out var number))
        {
            number = FirstTarget + _targets.Count;
            _targets.Add(name, number);
            TargetNames.Add(number, name);
        }

        return number;
    }

    /// <summary>Numbers for instructions, the same for equal ones.</summary>
    public int[] Of(IReadOnlyList<Instruction> instructions)
    {
        var numbers = new int[instructions.Count];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!_instructions.TryGetValue(instructions[index], out numbers[index]))
            {
                numbers[index] = _instructions.Count;
                _instructions.Add(instructions[index], numbers[index]);
            }
        }

        return numbers;
    }
}
