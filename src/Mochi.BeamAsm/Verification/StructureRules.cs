using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>What has to hold of a module before its code can be followed.</summary>
internal static class StructureRules
{
    private const int MaximumArity = 255;

    /// <summary>Checks functions, exports and the header.</summary>
    /// <returns>Whether the code can be followed.</returns>
    public static bool Check(ModuleFacts facts, FindingCollector findings)
    {
        var module = facts.Module;
        var isSound = true;
        var labels = new HashSet<ulong>();
        var names = new HashSet<(string, int)>();
        foreach (var function in facts.Functions)
        {
            isSound &= CheckHeader(function, module.Name, findings);
            isSound &= CheckLabels(function, labels, findings);
            if (!names.Add((function.Code.Name, function.Code.Arity)))
            {
                findings.Add(Rules.DuplicateFunction, function, -1, $"{function.Code} is there twice", "give one of them another name");
            }
        }

        foreach (var export in module.Exports)
        {
            if (facts.FindFunction(export.Label) is not { } function
                || function.Code.Name != export.Name || function.Code.Arity != export.Arity)
            {
                findings.Add(
                    Rules.BadExport, null, -1, $"{export.Name}/{export.Arity} is exported at label {export.Label}, where no such function begins",
                    "the machine goes down when it resolves such an export");
            }
        }

        CheckDeviations(module, findings);
        return isSound;
    }

    private static bool CheckHeader(FunctionFacts function, string module, FindingCollector findings)
    {
        var code = function.Code;
        if (code.Arity > MaximumArity)
        {
            findings.Add(Rules.TooManyArguments, function, -1, $"{code} has more than {MaximumArity} arguments", null);
            return false;
        }

        var index = 0;
        var instructions = code.Instructions;
        while (index < instructions.Length && instructions[index].Opcode is Opcode.Label or Opcode.Line)
        {
            index++;
        }

        var isRight = index > 0 && index + 1 < instructions.Length
            && instructions[index] is { Opcode: Opcode.FuncInfo, Operands: [AtomOperand { Name: var owner }, AtomOperand { Name: var name }, UnsignedOperand { Value: var arity }] }
            && name == code.Name && arity == (ulong)code.Arity && owner == module
            && instructions[index + 1] is { Opcode: Opcode.Label, Operands: [UnsignedOperand { Value: var entry }] } && entry == (ulong)code.EntryLabel;
        if (!isRight)
        {
            findings.Add(
                Rules.BadHeader, function, Math.Min(index, instructions.Length - 1),
                $"{code} does not begin with a label, func_info {module}:{code} and label {code.EntryLabel}", null);
        }

        return isRight;
    }

    private static bool CheckLabels(FunctionFacts function, HashSet<ulong> labels, FindingCollector findings)
    {
        var isSound = true;
        for (var index = 0; index < function.Code.Instructions.Length; index++)
        {
            var instruction = function.Code.Instructions[index];
            if (instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand { Value: var label }] } && !labels.Add(label))
            {
                findings.Add(Rules.DuplicateLabel, function, index, $"label {label} is there twice", "give one of them a number of its own");
                isSound = false;
            }
        }

        return isSound;
    }

    private static void CheckDeviations(BeamModule module, FindingCollector findings)
    {
        if (module.Deviations is not { } deviations)
        {
            return;
        }

        if (!deviations.CodeTail.IsDefault)
        {
            findings.Add(
                Rules.UnreadableCode, null, -1, $"the last {deviations.CodeTail.Length} bytes of the code are not int_code_end or cannot be read",
                "the file may be from a later release, or damaged");
        }

        var instructions = module.Functions.SelectMany(function => function.Instructions);
        var greatest = instructions.Where(instruction => instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand] })
            .Select(instruction => ((UnsignedOperand)instruction.Operands[0]).Value).DefaultIfEmpty().Max();
        if (deviations.LabelCount is { } labelCount && labelCount <= greatest)
        {
            findings.Add(Rules.BadHeaderCount, null, -1, $"the header says {labelCount} labels, and there is label {greatest}", null);
        }

        if (deviations.FunctionCount is { } functionCount && functionCount != (uint)module.Functions.Length)
        {
            findings.Add(
                Rules.BadHeaderCount, null, -1, $"the header says {functionCount} functions, and there are {module.Functions.Length}", null);
        }
    }
}
