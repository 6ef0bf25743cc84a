using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// What has to hold of a module before its code can be followed, and what loaders trip over in code that is never reached. One walk through
/// the instructions; nothing is said twice of what the paths show anyway.
/// </summary>
internal static class StructureRules
{
    private const int MaximumArity = 255;

    /// <summary>Checks functions, code, tables and what the release has to know.</summary>
    /// <returns>Whether the code can be followed.</returns>
    public static bool Check(ModuleFacts facts, VerifierOptions options, FindingCollector findings)
    {
        var isSound = true;
        var names = new HashSet<(string, int)>(facts.Functions.Length);
        var code = new CodeRules(facts, findings);
        foreach (var function in facts.Functions)
        {
            isSound &= CheckHeader(function, facts.Module.Name, findings);
            CheckEnd(function, findings);
            isSound &= code.Check(function);
            if (!names.Add((function.Code.Name, function.Code.Arity)))
            {
                findings.Add(Rules.DuplicateFunction, function, -1, $"{function.Code} is there twice", "give one of them another name");
            }
        }

        TableRules.Check(facts, code, findings);
        ReleaseRules.Check(facts, code, options.Release, findings);
        return isSound;
    }

    private static bool CheckHeader(FunctionFacts function, string module, FindingCollector findings)
    {
        var code = function.Code;
        var instructions = code.Instructions;
        var index = instructions.Length > 1 && instructions[1].Opcode == Opcode.Line ? 2 : 1;
        if (code.Arity > MaximumArity
            || (index < instructions.Length && instructions[index] is { Opcode: Opcode.FuncInfo, Operands: [_, _, UnsignedOperand { Value: > MaximumArity }] }))
        {
            findings.Add(Rules.TooManyArguments, function, -1, $"{code.Name} has more than {MaximumArity} arguments", null);
            return false;
        }

        // Loaders know a function by exactly this beginning.
        var isRight = instructions is [{ Opcode: Opcode.Label }, ..] && index + 1 < instructions.Length
            && instructions[index] is { Opcode: Opcode.FuncInfo, Operands: [AtomOperand { Name: var owner }, AtomOperand { Name: var name }, UnsignedOperand { Value: var arity }] }
            && name == code.Name && arity == (ulong)code.Arity && owner == module
            && instructions[index + 1] is { Opcode: Opcode.Label, Operands: [UnsignedOperand { Value: var entry }] } && entry == (ulong)code.EntryLabel;
        if (!isRight)
        {
            findings.Add(
                Rules.BadHeader, function, FindHeader(instructions.AsSpan()),
                $"{code} does not begin with a label, func_info {module}:{code} and label {code.EntryLabel}",
                "one line instruction may stand between the label and func_info");
        }

        return isRight;
    }

    private static int FindHeader(ReadOnlySpan<Instruction> instructions)
    {
        var index = 0;
        while (index < instructions.Length - 1 && instructions[index].Opcode is Opcode.Label or Opcode.Line)
        {
            index++;
        }

        return index;
    }

    private static void CheckEnd(FunctionFacts function, FindingCollector findings)
    {
        var instructions = function.Code.Instructions;
        var index = instructions.Length - 1;
        if (index > 0 && instructions[index].Opcode == Opcode.Line)
        {
            index--;
        }

        if (index > 0 && instructions[index].Opcode == Opcode.Label)
        {
            findings.Add(
                Rules.NoCodeAfterLabel, function, index, "nothing follows this label",
                "a loader refuses the module, as it takes the label for the beginning of a function");
        }
    }
}
