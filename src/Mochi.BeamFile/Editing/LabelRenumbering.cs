using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Editing;

/// <summary>Numbers the labels of a module from 1 in the order of the code, as compilers do.</summary>
internal sealed class LabelRenumbering
{
    private readonly Dictionary<int, int> _numbers = [];
    private readonly Dictionary<int, LabelOperand> _operands = [];

    /// <summary>The module with its labels numbered anew; the very same when they are in order.</summary>
    public static BeamModule Renumber(BeamModule module)
    {
        var renumbering = new LabelRenumbering();
        return renumbering.Number(module) ? module : renumbering.Rewrite(module);
    }

    // Labels that nothing defines come last, in the order of their use; what has such does not load.
    private bool Number(BeamModule module)
    {
        var isInOrder = true;
        foreach (var function in module.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                if (Defined(instruction) is { } label && _numbers.TryAdd(label, _numbers.Count + 1))
                {
                    isInOrder &= label == _numbers.Count;
                }
            }
        }

        return isInOrder;
    }

    private static int? Defined(Instruction instruction) => instruction.Opcode == Opcode.Label
        && instruction.Operands[0] is UnsignedOperand { Value: > 0 and <= int.MaxValue } label ? (int)label.Value : null;

    private BeamModule Rewrite(BeamModule module)
    {
        var functions = ImmutableArray.CreateBuilder<CodeFunction>(module.Functions.Length);
        foreach (var function in module.Functions)
        {
            var instructions = ImmutableArray.CreateBuilder<Instruction>(function.Instructions.Length);
            foreach (var instruction in function.Instructions)
            {
                instructions.Add(Defined(instruction) is { } label
                    ? Instruction.Label(Operand(label)) : Rewrite(instruction));
            }

            functions.Add(function with
            {
                EntryLabel = Number(function.EntryLabel),
                Instructions = instructions.MoveToImmutable(),
            });
        }

        return module with
        {
            Functions = functions.MoveToImmutable(),
            Exports = Rewrite(module.Exports),
            Locals = Rewrite(module.Locals),
        };
    }

    private ImmutableArray<FunctionEntry> Rewrite(ImmutableArray<FunctionEntry> entries)
    {
        if (entries.IsDefault)
        {
            return entries;
        }

        var renumbered = ImmutableArray.CreateBuilder<FunctionEntry>(entries.Length);
        foreach (var entry in entries)
        {
            renumbered.Add(entry with { Label = Number(entry.Label) });
        }

        return renumbered.MoveToImmutable();
    }

    private Instruction Rewrite(Instruction instruction)
    {
        Operand[]? rewritten = null;
        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            var operand = instruction.Operands[index];
            var other = operand is ListOperand list ? Rewrite(list) : Rewrite(operand);
            if (!ReferenceEquals(operand, other))
            {
                rewritten ??= [.. instruction.Operands];
                rewritten[index] = other;
            }
        }

        return rewritten is null ? instruction : new Instruction(instruction.Opcode, ImmutableArray.Create(rewritten));
    }

    private Operand Rewrite(Operand operand) => operand switch
    {
        LabelOperand { IsLabel: true } label => Operand(label.Label),
        LambdaOperand lambda => lambda with { Label = Number(lambda.Label) },
        _ => operand,
    };

    private ListOperand Rewrite(ListOperand list)
    {
        Operand[]? rewritten = null;
        for (var index = 0; index < list.Items.Length; index++)
        {
            var other = Rewrite(list.Items[index]);
            if (!ReferenceEquals(list.Items[index], other))
            {
                rewritten ??= [.. list.Items];
                rewritten[index] = other;
            }
        }

        return rewritten is null ? list : new ListOperand(ImmutableArray.Create(rewritten));
    }

    private int Number(int label)
    {
        if (label == 0)
        {
            return 0;
        }

        if (!_numbers.TryGetValue(label, out var number))
        {
            number = _numbers.Count + 1;
            _numbers.Add(label, number);
        }

        return number;
    }

    private LabelOperand Operand(int label)
    {
        var number = Number(label);
        if (!_operands.TryGetValue(number, out var operand))
        {
            operand = new LabelOperand(number);
            _operands.Add(number, operand);
        }

        return operand;
    }
}
