using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Writes the instructions of a module and numbers its labels in the order in which they are defined.</summary>
internal static class ModuleEmitter
{
    /// <summary>Emits a module; its functions are changed on the way.</summary>
    public static BeamModule Emit(SsaModule module)
    {
        var labels = new LabelSource();
        List<EmittedFunction> functions =
        [
            .. module.Functions.Select(
                function => new EmittedFunction(function, FunctionEmitter.Emit(function, module, labels))),
        ];
        var numbers = new Dictionary<int, int>();
        foreach (EmittedFunction function in functions)
        {
            foreach (Instruction instruction in function.Code)
            {
                if (LabelSource.DefinedBy(instruction) is { } label)
                {
                    numbers.Add(label, numbers.Count + 1);
                }
            }
        }

        ImmutableArray<CodeFunction> code =
        [
            .. functions.Select(emitted => new CodeFunction(
                emitted.Function.Name,
                emitted.Function.Arity,
                numbers[EntryOf(emitted.Function)],
                [.. emitted.Code.Select(instruction => Renumber(instruction, numbers))])),
        ];
        ImmutableArray<FunctionEntry> exports =
        [
            .. module.Functions.Where(function => function.IsExported)
                .Select(function => new FunctionEntry(function.Name, function.Arity, numbers[EntryOf(function)])),
        ];
        return new BeamModule(module.Name, code, exports)
        {
            Attributes = Term.List(module.Attributes.Select(
                attribute => Term.Tuple(Term.Atom(attribute.Name), Term.List(attribute.Values)))),
            CompileInfo = Term.List(Term.Tuple(Term.Atom("version"), Term.CharList(CompilerVersion))),
        };

        int EntryOf(SsaFunction function) =>
            labels.EntryOf(new FunctionReference(function.Name, function.Arity)).Label;
    }

    /// <summary>What <c>module_info(compile)</c> tells of the compiler.</summary>
    public const string CompilerVersion = "mochi-0.1.0";

    private static Instruction Renumber(Instruction instruction, Dictionary<int, int> numbers) =>
        LabelSource.DefinedBy(instruction) is { } label
            ? Instruction.Label(new LabelOperand(numbers[label]))
            : new Instruction(instruction.Opcode, [.. instruction.Operands.Select(operand => Renumber(operand, numbers))]);

    private static Operand Renumber(Operand operand, Dictionary<int, int> numbers) => operand switch
    {
        LabelOperand { IsLabel: true } label => new LabelOperand(numbers[label.Label]),
        LambdaOperand lambda => lambda with { Label = numbers[lambda.Label] },
        ListOperand list => new ListOperand([.. list.Items.Select(item => Renumber(item, numbers))]),
        _ => operand,
    };

    private sealed record EmittedFunction(SsaFunction Function, IReadOnlyList<Instruction> Code);
}
