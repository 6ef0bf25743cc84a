using System.Collections.Immutable;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Subjects;

/// <summary>
/// Makes modules of which everything is proven, so that the strict mode of the verifier has something to accept: functions in which
/// something is not proven get another body, of which nobody knows what it returns.
/// </summary>
internal static class StrictModule
{
    private const int MaximumRounds = 12;

    /// <summary>The module with other bodies for functions in which something is not proven.</summary>
    /// <param name="module">A module that the verifier accepts.</param>
    /// <returns>It, and which functions have another body; <see langword="null"/> when the verifier goes on to find something.</returns>
    public static (BeamModule Module, HashSet<int> Replaced)? Of(BeamModule module)
    {
        var replaced = new HashSet<int>();
        for (var round = 0; round < MaximumRounds; round++)
        {
            var result = ModuleVerifier.Verify(module);
            if (result.Findings.IsEmpty)
            {
                return (module, replaced);
            }

            var found = result.Findings.Select(finding => finding.FunctionIndex).Where(index => index >= 0).Distinct().Order().ToList();
            if (found.Count == 0 || found.All(replaced.Contains))
            {
                return null;
            }

            var functions = module.Functions;
            foreach (var index in found)
            {
                replaced.Add(index);
                functions = functions.SetItem(index, WithUnknownResult(functions[index]));
            }

            module = module with { Functions = functions };
        }

        return null;
    }

    private static CodeFunction WithUnknownResult(CodeFunction function)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in function.Instructions)
        {
            instructions.Add(instruction);
            if (instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand label] } && label.Value == (ulong)function.EntryLabel)
            {
                break;
            }
        }

        // Anything may come of it, an exception as well.
        instructions.Add(Instruction.Allocate(0, 0));
        instructions.Add(Instruction.Move(new AtomOperand("replaced"), XRegister.Of(0)));
        instructions.Add(new Instruction(Opcode.CallExt, [UnsignedOperand.Of(1), new ImportOperand("erlang", "get", 1)]));
        instructions.Add(new Instruction(
            Opcode.CallExtLast, [UnsignedOperand.Of(1), new ImportOperand("erlang", "binary_to_term", 1), UnsignedOperand.Of(0)]));
        return function with { Instructions = instructions.ToImmutable() };
    }
}
