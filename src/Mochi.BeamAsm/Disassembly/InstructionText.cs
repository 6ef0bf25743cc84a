using System.Globalization;
using System.Text;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>
/// Instructions as one line of text each: the operation, what it takes, counts with their names, <c>-></c> where results
/// go, <c>else</c> where it goes when it fails. For example <c>gc_bif2 erlang:'+'/2, x0:integer, 1, live=1 -> x0</c> and
/// <c>is_tuple x0 else L7</c>. No label means that a failure raises.
/// </summary>
/// <param name="labelNames">
/// Names of labels, by number; a label without one is <c>L</c> and its number.
/// </param>
public class InstructionText(IReadOnlyDictionary<int, string> labelNames)
{
    private const int NameWidth = 20;
    private const int LongestTerm = 200;

    /// <summary>The name of a label.</summary>
    public string Label(int label) =>
        labelNames.TryGetValue(label, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"L{label}");

    /// <summary>The text of an instruction.</summary>
    public string Format(Instruction instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var definition = OpcodeTable.TryGet(instruction.Opcode)
            ?? throw new ArgumentException($"there is no opcode {(int)instruction.Opcode}", nameof(instruction));
        if (instruction is { Opcode: Opcode.FuncInfo, Operands: [AtomOperand module, AtomOperand name, UnsignedOperand arity] })
        {
            return definition.Name.PadRight(NameWidth) + Function(module.Name, name.Name, (int)arity.Value);
        }

        var taken = new List<string>();
        var results = new List<string>();
        var failure = "";
        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            var operand = instruction.Operands[index];
            var slot = definition.Operands[index];
            if (slot.Role == "fail" && operand is LabelOperand label)
            {
                failure = label.IsLabel ? $" else {Format(label)}" : "";
            }
            else if (IsResult(slot))
            {
                results.Add(Format(operand));
            }
            else if (slot.Role != "arity" || !NamesCallee(definition))
            {
                taken.Add(Format(operand, slot));
            }
        }

        var text = new StringBuilder(definition.Name);
        if (taken.Count > 0)
        {
            text.Append(' ', Math.Max(1, NameWidth - definition.Name.Length)).AppendJoin(", ", taken);
        }

        if (results.Count > 0)
        {
            text.Append(taken.Count > 0 ? "" : new string(' ', Math.Max(0, NameWidth - definition.Name.Length - 1)));
            text.Append(" -> ").AppendJoin(", ", results);
        }

        return text.Append(failure).ToString();
    }

    // Such an instruction names the function that it calls, and with it the number of arguments.
    private static bool NamesCallee(OpcodeDefinition definition) =>
        definition.Operands.Length > 1 && definition.Operands[1] is { Role: "function", Kind: not OperandSlotKind.RegisterSource };

    private static bool IsResult(OperandSlot slot) =>
        slot.Kind is OperandSlotKind.Destination or OperandSlotKind.FloatDestination
        || (slot.Kind == OperandSlotKind.FloatRegister && slot.Role == "destination");

    private string Format(Operand operand, OperandSlot slot) => slot.Kind switch
    {
        OperandSlotKind.Unsigned or OperandSlotKind.HeapNeed => $"{slot.Role}={Format(operand)}",
        OperandSlotKind.List when operand is ListOperand list => FormatList(list, slot),
        OperandSlotKind.MatchCommands when operand is ListOperand list => FormatCommands(list),
        _ => Format(operand),
    };

    /// <summary>What becomes of the text of an operand; in a list, of each item and then of the list. Stays as it is here.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="text">Its text.</param>
    protected virtual string Mark(Operand operand, string text) => text;

    private string Format(Operand operand) => Mark(operand, operand switch
    {
        XRegister register => string.Create(CultureInfo.InvariantCulture, $"x{register.Index}"),
        YRegister register => string.Create(CultureInfo.InvariantCulture, $"y{register.Index}"),
        FloatRegister register => string.Create(CultureInfo.InvariantCulture, $"fr{register.Index}"),
        TypedRegister typed => $"{Format(typed.Register)}:{TypeText.Of(typed.Type)}",
        AtomOperand atom => TermPrinter.Atom(atom.Name),
        NilOperand => "[]",
        IntegerOperand integer => IntegerText.Of(integer.Value),
        UnsignedOperand number => number.Value.ToString(CultureInfo.InvariantCulture),
        LiteralOperand literal => TermPrinter.Print(literal.Term, LongestTerm),
        LabelOperand label => label.IsLabel ? Label(label.Label) : "-",
        ImportOperand import => Function(import.Module, import.Function, import.Arity),
        LambdaOperand lambda => string.Create(
            CultureInfo.InvariantCulture, $"{TermPrinter.Atom(lambda.Function)}/{lambda.Arity} free={lambda.FreeCount}"),
        LocationOperand location => Location(location),
        StringOperand text => TermPrinter.Print(Term.Binary(text.Bytes.AsSpan()), LongestTerm),
        AllocationOperand need => Allocation(need),
        ListOperand list => FormatItems(list, 0, list.Items.Length),
        _ => operand.ToString(),
    });

    /// <summary>A function of a module: <c>lists:map/2</c>.</summary>
    internal static string Function(string module, string function, int arity) =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(module)}:{TermPrinter.Atom(function)}/{arity}");

    /// <summary>A place in the source: <c>hello.mochi:3</c>.</summary>
    internal static string Location(LocationOperand location) =>
        location.File is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{location.File}:{location.Line}");

    private static string Allocation(AllocationOperand need)
    {
        var text = need.Words.ToString(CultureInfo.InvariantCulture);
        text += need.Floats == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"+{need.Floats} floats");
        return text + (need.Funs == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"+{need.Funs} funs"));
    }

    // Groups of operands: [1: L4, 2: L5] for cases, [a: x0] for pairs, [x0, x1] for single operands.
    private string FormatList(ListOperand list, OperandSlot slot)
    {
        var size = slot.Group.Length;
        if (size == 0 || list.Items.Length % size != 0)
        {
            return FormatItems(list, 0, list.Items.Length);
        }

        var groups = new List<string>();
        for (var index = 0; index < list.Items.Length; index += size)
        {
            groups.Add(size switch
            {
                1 => Format(list.Items[index]),
                2 => $"{Format(list.Items[index])}: {Format(list.Items[index + 1])}",
                _ => FormatItems(list, index, index + size),
            });
        }

        return $"[{string.Join(", ", groups)}]";
    }

    // A command is an atom and what follows it up to the next atom; flags are [] or a literal, never an atom.
    private string FormatCommands(ListOperand list)
    {
        var commands = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is AtomOperand || commands.Count == 0)
            {
                commands.Add(Format(item));
            }
            else
            {
                commands[^1] += " " + Format(item);
            }
        }

        return $"[{string.Join(", ", commands)}]";
    }

    private string FormatItems(ListOperand list, int start, int end)
    {
        var items = new List<string>();
        for (var index = start; index < end; index++)
        {
            items.Add(Format(list.Items[index]));
        }

        return $"[{string.Join(", ", items)}]";
    }
}
