using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Comparison;

/// <summary>Compares functions of two modules.</summary>
internal sealed class FunctionComparer(SymbolicModule left, SymbolicModule right, SharedNumbers numbers)
{
    // Stands for whatever label of the function it is.
    private const int SomeLabel = int.MaxValue;

    /// <summary>What became of a function; <see langword="null"/> when nothing did.</summary>
    public FunctionChangeKind? Compare(CodeFunction ours, CodeFunction theirs)
    {
        var (ourLabels, theirLabels) = (left.Ordinals(ours), right.Ordinals(theirs));
        if (!Same(left.Code(ours, ourLabels), right.Code(theirs, theirLabels)))
        {
            return Same(left.Code(ours, ourLabels, withTypes: false), right.Code(theirs, theirLabels, withTypes: false))
                ? FunctionChangeKind.Types : FunctionChangeKind.Code;
        }

        return SymbolicModule.Places(ours).SequenceEqual(SymbolicModule.Places(theirs)) ? null : FunctionChangeKind.Lines;
    }

    /// <summary>The way from a function to another one; one of them may be missing.</summary>
    public FunctionDifference Difference(CodeFunction? ours, CodeFunction? theirs)
    {
        if (ours is null || theirs is null)
        {
            var code = ours is null ? right.Code(theirs!, right.Ordinals(theirs!)) : left.Code(ours, left.Ordinals(ours));
            var kind = ours is null ? EditKind.Add : EditKind.Remove;
            return new FunctionDifference(
                [.. code.Select(instruction => new InstructionEdit(kind, instruction))], numbers.TargetNames);
        }

        var ourLabels = left.Ordinals(ours);
        var ourCode = left.Code(ours, ourLabels);
        var theirCode = right.Code(theirs, Corresponding(ours, ourLabels, theirs));
        var edits = ImmutableArray.CreateBuilder<InstructionEdit>();
        foreach (var (kind, index) in EditScript.Find(numbers.Of(ourCode), numbers.Of(theirCode)))
        {
            edits.Add(new InstructionEdit(kind, kind == EditKind.Add ? theirCode[index] : ourCode[index]));
        }

        return new FunctionDifference(edits.DrainToImmutable(), numbers.TargetNames);
    }

    /// <summary>
    /// Numbers for the labels on the right: those of the labels on the left that stand at the same places when it does not
    /// matter where branches lead. Without that, one more label would make every later branch look changed.
    /// </summary>
    private Dictionary<int, int> Corresponding(CodeFunction ours, Dictionary<int, int> ourLabels, CodeFunction theirs)
    {
        var theirLabels = right.Ordinals(theirs);
        var ourCode = left.Code(ours, Blank(ourLabels));
        var theirCode = right.Code(theirs, Blank(theirLabels));
        var ourDefinitions = Definitions(ours);
        var theirDefinitions = Definitions(theirs);
        var corresponding = new Dictionary<int, int>();
        var (ourIndex, theirIndex) = (0, 0);
        foreach (var (kind, _) in EditScript.Find(numbers.Of(ourCode), numbers.Of(theirCode)))
        {
            if (kind == EditKind.Keep && ourDefinitions[ourIndex] is { } label && theirDefinitions[theirIndex] is { } other
                && ourLabels.TryGetValue(label, out var number))
            {
                corresponding.TryAdd(other, number);
            }

            ourIndex += kind == EditKind.Add ? 0 : 1;
            theirIndex += kind == EditKind.Remove ? 0 : 1;
        }

        var next = ourLabels.Count;
        foreach (var instruction in theirs.Instructions)
        {
            if (SymbolicModule.DefinedLabel(instruction) is { } label && theirLabels.ContainsKey(label)
                && !corresponding.ContainsKey(label))
            {
                next++;
                corresponding.Add(label, next);
            }
        }

        return corresponding;
    }

    private static Dictionary<int, int> Blank(Dictionary<int, int> labels)
    {
        var blank = new Dictionary<int, int>(labels.Count);
        foreach (var label in labels.Keys)
        {
            blank.Add(label, SomeLabel);
        }

        return blank;
    }

    // The label that each instruction defines, places in the source left out as in SymbolicModule.Code.
    private static List<int?> Definitions(CodeFunction function)
    {
        var definitions = new List<int?>();
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Opcode != Opcode.Line)
            {
                definitions.Add(SymbolicModule.DefinedLabel(instruction));
            }
        }

        return definitions;
    }

    private static bool Same(List<Instruction> ours, List<Instruction> theirs)
    {
        if (ours.Count != theirs.Count)
        {
            return false;
        }

        for (var index = 0; index < ours.Count; index++)
        {
            if (!ours[index].Equals(theirs[index]))
            {
                return false;
            }
        }

        return true;
    }
}
