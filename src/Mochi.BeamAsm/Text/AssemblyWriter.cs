using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes modules as the assembly text of OTP's compiler (<c>erlc -S</c>), which <c>erlc +no_postopt MODULE.S</c> turns into
/// the same code again after running the compiler's own validator over it. The text is to be stored as UTF-8.
/// </summary>
public static class AssemblyWriter
{
    /// <summary>Writes a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="dialect">The OTP release that is to read the text.</param>
    /// <param name="options">What to show; <see langword="null"/> for everything.</param>
    /// <returns>The text, lines ended by a line feed.</returns>
    /// <exception cref="DiagnosticException">
    /// BA101: a literal holds a term that Erlang has no text for (a pid, port, reference or local fun).
    /// </exception>
    public static string Write(BeamModule module, AssemblyDialect dialect, ListingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new ListingOptions();
        var text = new StringBuilder();
        var operands = new AssemblyOperandWriter(text, dialect);
        if (options.IsShown is null)
        {
            WriteHeader(text, operands, module);
        }
        else
        {
            text.Append("{module, ");
            operands.WriteAtom(module.Name);
            text.Append("}.\n");
        }

        var owners = new Dictionary<int, CodeFunction>();
        foreach (var function in module.Functions)
        {
            owners.TryAdd(function.EntryLabel, function);
        }

        var instructions = new AssemblyInstructionWriter(text, operands, owners, new AssemblyAnnotations(module));
        foreach (var function in module.Functions)
        {
            if (!options.Shows(function))
            {
                continue;
            }

            text.Append("\n\n{function, ");
            operands.WriteAtom(function.Name);
            text.Append(CultureInfo.InvariantCulture, $", {function.Arity}, {function.EntryLabel}}}.\n");
            foreach (var instruction in function.Instructions)
            {
                foreach (var comment in options.CommentsFor(function, instruction))
                {
                    text.Append("    %% ").Append(comment).Append('\n');
                }

                instructions.Write(instruction);
            }
        }

        return text.ToString();
    }

    private static void WriteHeader(StringBuilder text, AssemblyOperandWriter operands, BeamModule module)
    {
        text.Append("{module, ");
        operands.WriteAtom(module.Name);
        text.Append("}.  %% version = 0\n\n{exports, [");
        for (var index = 0; index < module.Exports.Length; index++)
        {
            text.Append(index == 0 ? "{" : ",\n           {");
            operands.WriteAtom(module.Exports[index].Name);
            text.Append(CultureInfo.InvariantCulture, $",{module.Exports[index].Arity}}}");
        }

        text.Append("]}.\n\n{attributes, ");
        operands.WriteTerm(AttributesWithOnLoad(module));
        if (!module.Records.IsDefaultOrEmpty)
        {
            text.Append("}.\n\n{records, ");
            operands.WriteTerm(RecordTerms.Of(module.Records));
        }

        text.Append(CultureInfo.InvariantCulture, $"}}.\n\n{{labels, {LabelCount(module)}}}.\n");
    }

    /// <summary>The instruction <c>on_load</c> is an attribute in the text.</summary>
    private static Term AttributesWithOnLoad(BeamModule module)
    {
        var attributes = module.Attributes ?? Term.Nil;
        foreach (var function in module.Functions)
        {
            if (function.Instructions.Any(instruction => instruction.Opcode == Opcode.OnLoad))
            {
                var name = Term.Tuple(Term.Atom(function.Name), Term.Integer(function.Arity));
                attributes = Term.ImproperList([Term.Tuple(Term.Atom("on_load"), Term.List(name))], attributes);
            }
        }

        return attributes;
    }

    private static int LabelCount(BeamModule module)
    {
        var greatest = 0UL;
        foreach (var instruction in module.Functions.SelectMany(function => function.Instructions))
        {
            if (instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand label)
            {
                greatest = Math.Max(greatest, label.Value);
            }
        }

        return (int)Math.Min(greatest, int.MaxValue - 1) + 1;
    }
}
