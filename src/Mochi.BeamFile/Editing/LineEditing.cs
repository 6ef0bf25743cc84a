using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Editing;

/// <summary>Edits what a module says about its source: places and the names of files.</summary>
public static class LineEditing
{
    /// <summary>
    /// Makes one of equal places and of equal names of files, and drops those that no instruction refers to. Compilers write
    /// tables like that; files put together by other tools may not have them.
    /// </summary>
    /// <exception cref="Diagnostics.DiagnosticException">The tables cannot be made anew (BF035).</exception>
    public static BeamModule Merge(BeamModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.Deviations is not { } deviations)
        {
            return module;
        }

        Rebuildable.Require(module);
        return module with
        {
            Deviations = deviations with
            {
                Tables = deviations.Tables is { } tables ? tables with { FileNames = [], Locations = [] } : null,
                LineInstructionCount = null,
            },
        };
    }

    /// <summary>
    /// Gives the files of the source other names, for example relative ones; places that become equal become one. File names in
    /// debug information and in <c>CInf</c> stay.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="map">Gives for the name of a file the new one; at most 65535 bytes.</param>
    /// <exception cref="Diagnostics.DiagnosticException">The tables cannot be made anew (BF035).</exception>
    public static BeamModule RenameFiles(BeamModule module, Func<string, string> map)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(map);
        return Rewrite(Merge(module), instruction => instruction, location =>
            location.File is { } file ? new LocationOperand(map(file), location.Line) : location);
    }

    /// <summary>
    /// Drops every place, as compilers do with <c>no_line_info</c>: stack traces then name functions only. What counts or stops at
    /// lines goes with them (<c>executable_line</c>, <c>debug_line</c>, <c>DbgB</c>).
    /// </summary>
    /// <exception cref="Diagnostics.DiagnosticException">The tables cannot be made anew (BF035).</exception>
    public static BeamModule Drop(BeamModule module)
    {
        var edited = Rewrite(
            Merge(module),
            instruction => instruction.Opcode is Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine ? null : instruction,
            location => location);
        return edited with
        {
            DebugPoints = default,
            Deviations = edited.Deviations is { } deviations ? deviations with { LineFlags = null } : null,
        };
    }

    private static BeamModule Rewrite(
        BeamModule module, Func<Instruction, Instruction?> select, Func<LocationOperand, LocationOperand> map)
    {
        var locations = new Dictionary<LocationOperand, LocationOperand>();
        var functions = ImmutableArray.CreateBuilder<CodeFunction>(module.Functions.Length);
        foreach (var function in module.Functions)
        {
            var instructions = ImmutableArray.CreateBuilder<Instruction>(function.Instructions.Length);
            foreach (var instruction in function.Instructions)
            {
                if (select(instruction) is { } selected)
                {
                    instructions.Add(WithPlace(selected, locations, map));
                }
            }

            functions.Add(function with { Instructions = instructions.ToImmutable() });
        }

        return module with { Functions = functions.MoveToImmutable() };
    }

    private static Instruction WithPlace(
        Instruction instruction, Dictionary<LocationOperand, LocationOperand> locations,
        Func<LocationOperand, LocationOperand> map)
    {
        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            if (instruction.Operands[index] is not LocationOperand location)
            {
                continue;
            }

            if (!locations.TryGetValue(location, out var mapped))
            {
                mapped = map(location);
                locations.Add(location, mapped);
            }

            return mapped == location
                ? instruction : new Instruction(instruction.Opcode, instruction.Operands.SetItem(index, mapped));
        }

        return instruction;
    }
}
