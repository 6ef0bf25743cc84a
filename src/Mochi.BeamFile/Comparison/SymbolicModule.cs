using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Comparison;

/// <summary>
/// A module's code without what depends on where it stands: labels are numbered anew in each function, those of other functions
/// are named, places in the source are left out.
/// </summary>
internal sealed class SymbolicModule
{
    private readonly string _name;
    private readonly string _sharedName;
    private readonly SharedNumbers _numbers;
    private readonly Dictionary<int, (CodeFunction Function, int Ordinal)> _labels = [];
    private readonly Dictionary<int, int> _targets = [];

    /// <summary>Prepares a module.</summary>
    /// <param name="chunks">The module.</param>
    /// <param name="sharedName">What both modules call themselves.</param>
    /// <param name="numbers">The numbers that both share.</param>
    public SymbolicModule(BeamChunks chunks, string sharedName, SharedNumbers numbers)
    {
        _name = chunks.ModuleName;
        _sharedName = sharedName;
        _numbers = numbers;
        Functions = chunks.Code.Functions;
        foreach (var function in Functions)
        {
            var ordinal = 0;
            foreach (var instruction in function.Instructions)
            {
                if (DefinedLabel(instruction) is { } label)
                {
                    ordinal++;
                    _labels.TryAdd(label, (function, ordinal));
                }
            }
        }
    }

    /// <summary>The functions.</summary>
    public ImmutableArray<CodeFunction> Functions { get; }

    /// <summary>The label that an instruction defines; <see langword="null"/> for other instructions.</summary>
    public static int? DefinedLabel(Instruction instruction) =>
        instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand { Value: <= int.MaxValue } label
            ? (int)label.Value : null;

    /// <summary>The number of each label of a function in the order of their definitions, from 1.</summary>
    public Dictionary<int, int> Ordinals(CodeFunction function)
    {
        var ordinals = new Dictionary<int, int>();
        foreach (var instruction in function.Instructions)
        {
            if (DefinedLabel(instruction) is { } label && ReferenceEquals(_labels[label].Function, function))
            {
                ordinals.TryAdd(label, _labels[label].Ordinal);
            }
        }

        return ordinals;
    }

    /// <summary>The instructions of a function without places in the source.</summary>
    /// <param name="function">The function.</param>
    /// <param name="labels">What numbers its own labels get; those of other functions get shared ones.</param>
    /// <param name="withTypes">Whether registers keep their types.</param>
    public List<Instruction> Code(CodeFunction function, IReadOnlyDictionary<int, int> labels, bool withTypes = true)
    {
        var code = new List<Instruction>(function.Instructions.Length);
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Opcode == Opcode.Line)
            {
                continue;
            }

            if (DefinedLabel(instruction) is { } label)
            {
                code.Add(Instruction.Label(new LabelOperand(Number(label, labels))));
                continue;
            }

            code.Add(Rewrite(instruction, labels, withTypes));
        }

        return code;
    }

    /// <summary>The places in the source of a function's instructions, with where among its instructions they stand.</summary>
    public static List<(int Index, LocationOperand Place)> Places(CodeFunction function)
    {
        var places = new List<(int, LocationOperand)>();
        var index = 0;
        foreach (var instruction in function.Instructions)
        {
            foreach (var operand in instruction.Operands)
            {
                if (operand is LocationOperand place)
                {
                    places.Add((index, place));
                }
            }

            index += instruction.Opcode == Opcode.Line ? 0 : 1;
        }

        return places;
    }

    private Instruction Rewrite(Instruction instruction, IReadOnlyDictionary<int, int> labels, bool withTypes)
    {
        Operand[]? rewritten = null;
        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            var operand = instruction.Operands[index];
            var other = instruction.Opcode == Opcode.FuncInfo && index == 0
                ? OwnName(operand) : Rewrite(operand, labels, withTypes);
            if (!ReferenceEquals(operand, other))
            {
                rewritten ??= [.. instruction.Operands];
                rewritten[index] = other;
            }
        }

        return rewritten is null
            ? instruction : new Instruction(instruction.Opcode, ImmutableArray.Create(rewritten));
    }

    private Operand Rewrite(Operand operand, IReadOnlyDictionary<int, int> labels, bool withTypes)
    {
        switch (operand)
        {
            case LabelOperand { IsLabel: true } label:
                return new LabelOperand(Number(label.Label, labels));
            case LambdaOperand lambda:
                return new LambdaOperand(
                    lambda.Function, lambda.Arity, Number(lambda.Label, labels), lambda.FreeCount);
            case ImportOperand import when import.Module == _name && _name != _sharedName:
                return new ImportOperand(_sharedName, import.Function, import.Arity);
            case LocationOperand { File: not null }:
                return LocationOperand.None;
            case TypedRegister typed when !withTypes:
                return typed.Register;
            case ListOperand list:
                return Rewrite(list, labels, withTypes);
            default:
                return operand;
        }
    }

    private ListOperand Rewrite(ListOperand list, IReadOnlyDictionary<int, int> labels, bool withTypes)
    {
        Operand[]? rewritten = null;
        for (var index = 0; index < list.Items.Length; index++)
        {
            var other = Rewrite(list.Items[index], labels, withTypes);
            if (!ReferenceEquals(list.Items[index], other))
            {
                rewritten ??= [.. list.Items];
                rewritten[index] = other;
            }
        }

        return rewritten is null ? list : new ListOperand(ImmutableArray.Create(rewritten));
    }

    private Operand OwnName(Operand module) =>
        _name != _sharedName && module is AtomOperand atom && atom.Name == _name ? new AtomOperand(_sharedName) : module;

    private int Number(int label, IReadOnlyDictionary<int, int> labels)
    {
        if (_targets.TryGetValue(label, out var target))
        {
            return target;
        }

        var isDefined = _labels.TryGetValue(label, out var place);
        if (isDefined && place.Function.EntryLabel != label && labels.TryGetValue(label, out var number))
        {
            return number;
        }

        target = _numbers.Target(isDefined ? TargetName(label, place.Function, place.Ordinal) : $"undefined label {label}");
        _targets.Add(label, target);
        return target;
    }

    private static string TargetName(int label, CodeFunction function, int ordinal)
    {
        var name = SharedNumbers.FunctionName(function.Name, function.Arity);
        return label == function.EntryLabel ? name : $"{name} label {ordinal}";
    }
}
