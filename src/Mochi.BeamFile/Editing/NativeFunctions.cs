using System.Collections.Immutable;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Functions that are not in the file: the virtual machine has them under their names (<c>lists:reverse/2</c>), or a library of
/// native code that a module loads. A renamed function of the machine calls it; native code cannot be renamed.
/// </summary>
internal static class NativeFunctions
{
    /// <summary>The edited module with calls to the machine in place of what stands in for its functions in the file.</summary>
    /// <param name="original">The module before the edit.</param>
    /// <param name="edited">The same module, with other names.</param>
    /// <param name="note">Which functions that are; <see langword="null"/> for none.</param>
    public static BeamModule Forward(BeamModule original, BeamModule edited, out Diagnostic? note)
    {
        var forwarded = new List<Mfa>();
        var functions = edited.Functions;
        for (var index = 0; index < functions.Length; index++)
        {
            var old = new Mfa(original.Name, original.Functions[index].Name, original.Functions[index].Arity);
            if ((functions[index].Name != old.Function || edited.Name != original.Name) && IsOfMachine(old))
            {
                functions = functions.SetItem(index, Call(functions[index], old));
                forwarded.Add(old);
            }
        }

        note = forwarded.Count == 0 ? null : AfterEdit.Stale(
            DiagnosticSeverity.Note, ChunkId.Code,
            forwarded.Count == 1
                ? $"{forwarded[0]} is a function of the virtual machine; it is called under its old name"
                : $"{string.Join(", ", forwarded)} are functions of the virtual machine; they are called under their old names",
            null);
        return forwarded.Count == 0 ? edited : edited with { Functions = functions };
    }

    /// <summary>A warning when the module loads a library of native code, which is made for a module of one name.</summary>
    public static Diagnostic? LibraryOf(BeamModule module)
    {
        foreach (var function in module.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                foreach (var operand in instruction.Operands)
                {
                    if (operand is ImportOperand { Module: "erlang", Function: "load_nif", Arity: 2 })
                    {
                        return AfterEdit.Stale(
                            DiagnosticSeverity.Warning, ChunkId.Code,
                            $"{function} loads native code, which is made for a module of the old name",
                            "build the native code for the new name as well");
                    }
                }
            }
        }

        return null;
    }

    /// <summary>A warning when native code may take the place of a function.</summary>
    public static Diagnostic? ReplacementOf(CodeFunction function)
    {
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Opcode == Opcode.NifStart)
            {
                return AfterEdit.Stale(
                    DiagnosticSeverity.Warning, ChunkId.Code,
                    $"{function} may be replaced by native code, which knows it by its old name",
                    "build the native code for the new name as well");
            }
        }

        return null;
    }

    // Modules that are built into the machine are whole in their files, module_info with the rest.
    private static bool IsOfMachine(Mfa function) =>
        function is not { Function: "module_info", Arity: 0 or 1 } && MachineFunctions.All.Contains(function);

    private static CodeFunction Call(CodeFunction function, Mfa target)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in function.Instructions)
        {
            instructions.Add(instruction);
            if (instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand label
                && label.Value == (ulong)function.EntryLabel)
            {
                break;
            }
        }

        instructions.Add(Instruction.CallExtOnly(
            function.Arity, new ImportOperand(target.Module, target.Function, target.Arity)));
        return function with { Instructions = instructions.ToImmutable() };
    }
}
