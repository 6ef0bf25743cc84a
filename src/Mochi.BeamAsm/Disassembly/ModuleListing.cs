using System.Globalization;
using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>
/// A module's code as text: every function under its name, labels at the margin, one instruction a line, places in the
/// source as comments.
/// </summary>
public static class ModuleListing
{
    /// <summary>The text of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">What to show; <see langword="null"/> for everything.</param>
    public static string Write(BeamModule module, ListingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new ListingOptions();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"module {TermPrinter.Atom(module.Name)}\n");
        var exports = new HashSet<(string, int)>();
        foreach (var export in module.Exports)
        {
            exports.Add((export.Name, export.Arity));
        }

        var instructions = new InstructionText(EntryNames(module));
        foreach (var function in module.Functions)
        {
            if (!options.Shows(function))
            {
                continue;
            }

            var visibility = exports.Contains((function.Name, function.Arity)) ? "export " : "";
            text.Append(CultureInfo.InvariantCulture, $"\n{visibility}function {Name(function)}\n");
            Write(text, function, instructions, options);
        }

        return text.ToString();
    }

    /// <summary>The name of each function under its entry label, by which calls name it.</summary>
    public static IReadOnlyDictionary<int, string> EntryNames(BeamModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var names = new Dictionary<int, string>();
        foreach (var function in module.Functions)
        {
            names[function.EntryLabel] = Name(function);
        }

        return names;
    }

    private static string Name(CodeFunction function) =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(function.Name)}/{function.Arity}");

    private static void Write(StringBuilder text, CodeFunction function, InstructionText instructions, ListingOptions options)
    {
        foreach (var instruction in function.Instructions)
        {
            foreach (var comment in options.CommentsFor(function, instruction))
            {
                text.Append("    % ").Append(comment).Append('\n');
            }

            switch (instruction.Opcode)
            {
                case Opcode.Label when instruction.Operands[0] is UnsignedOperand label:
                    text.Append(CultureInfo.InvariantCulture, $"  {instructions.Label((int)label.Value)}:\n");
                    break;
                case Opcode.Line when instruction.Operands[0] is LocationOperand location:
                    text.Append("    % ").Append(location.File is null ? "no place" : InstructionText.Location(location)).Append('\n');
                    break;
                default:
                    text.Append("    ").Append(instructions.Format(instruction)).Append('\n');
                    break;
            }
        }
    }
}
