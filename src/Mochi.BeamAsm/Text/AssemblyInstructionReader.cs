using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads instructions of assembly text: the opposite of <see cref="AssemblyInstructionWriter"/>.</summary>
/// <param name="owners">The functions by their entry labels.</param>
internal sealed class AssemblyInstructionReader(IReadOnlyDictionary<int, FunctionEntry> owners)
{
    /// <summary>An instruction; <see langword="null"/> for an annotation.</summary>
    public Instruction? Read(Term term)
    {
        var (name, arguments) = term switch
        {
            AtomTerm atom => (atom.Name, []),
            TupleTerm { Elements: [AtomTerm atom, .. var rest] } => (atom.Name, rest),
            _ => throw new AssemblyFormException("BA112", $"{TermPrinter.Print(term, 80)} is no instruction"),
        };
        switch (name)
        {
            case "%":
                return null;
            case "test":
                return ReadTest(term, arguments);
            case "bif" when arguments is [AtomTerm bif, var fail, var values, var destination]:
                return ReadBif(bif.Name, fail, AssemblyOperandReader.Items(values), destination);
            case "gc_bif" when arguments is [AtomTerm bif, var fail, var live, var values, var destination]:
                var items = AssemblyOperandReader.Items(values);
                return Make(
                    $"gc_bif{items.Length}",
                    [fail, live, Import(bif.Name, items.Length), .. items, destination]);
            case "make_fun3" when arguments is [var label, _, _, var destination, var free]:
                var count = ((ListOperand)Operand(free, OperandSlotKind.List)).Items.Length;
                return new Instruction(
                    Opcode.MakeFun3,
                    [Lambda(label, count), AssemblyOperandReader.Read(destination), AssemblyOperandReader.Read(free)]);
            case "call_fun2" when arguments is [TupleTerm { Elements: [AtomTerm { Name: "f" }, _] } label, var arity, var fun]:
                return ReadCallKnownFun(label, arity, fun);
            case "bs_add" when arguments is [var fail, var values, var destination]:
                return Make("bs_add", [fail, .. AssemblyOperandReader.Items(values), destination]);
            case "debug_line" when arguments is [var kind, var location, var index, var live, _]:
                return Make("debug_line", [kind, location, index, live]);
            default:
                return Make(name, arguments);
        }
    }

    private static Instruction ReadTest(Term term, ImmutableArray<Term> arguments) => arguments switch
    {
        [AtomTerm name, var fail, TupleTerm source, TupleTerm list] => Make(name.Name, [fail, source, list]),
        [AtomTerm name, var fail, var values] => Make(name.Name, [fail, .. AssemblyOperandReader.Items(values)]),
        [AtomTerm name, var fail, var live, ListTerm { Elements: [var context, .. var rest] }, var destination] =>
            Make(name.Name, [fail, context, live, .. rest, destination]),
        _ => throw new AssemblyFormException("BA113", $"{TermPrinter.Print(term, 80)} is no test"),
    };

    private static Instruction ReadBif(string name, Term fail, ImmutableArray<Term> values, Term destination) => (name, values.Length) switch
    {
        ("raise", 2) => Make("raise", values),
        ("fadd" or "fsub" or "fmul" or "fdiv", 2) or ("fnegate", 1) or ("get_record_field", 3) =>
            Make(name, [fail, .. values, destination]),
        (_, 0) => Make("bif0", [Import(name, 0), destination]),
        (_, var count) => Make($"bif{count}", [fail, Import(name, count), .. values, destination]),
    };

    private Instruction ReadCallKnownFun(Term label, Term arity, Term fun)
    {
        var passed = AssemblyOperandReader.ToInt32(arity);
        var lambda = Lambda(label, 0);
        var free = lambda.Arity - passed;
        return free < 0
            ? throw new AssemblyFormException("BA113", $"{lambda.Function}/{lambda.Arity} takes less than {passed} arguments")
            : new Instruction(
                Opcode.CallFun2, [lambda with { FreeCount = free }, UnsignedOperand.Of(passed), AssemblyOperandReader.Read(fun)]);
    }

    private LambdaOperand Lambda(Term label, int free)
    {
        if (AssemblyOperandReader.Read(label) is LabelOperand target && owners.TryGetValue(target.Label, out var owner))
        {
            return new LambdaOperand(owner.Name, owner.Arity, owner.Label, free);
        }

        throw new AssemblyFormException("BA114", $"no function begins at {TermPrinter.Print(label, 80)}");
    }

    private static TupleTerm Import(string name, int arity) =>
        Term.Tuple(Term.Atom("extfunc"), Term.Atom("erlang"), Term.Atom(name), Term.Integer(arity));

    /// <summary>A hint naming the instruction whose name is nearest to a word, when one is near.</summary>
    public static string? NearestHint(string word) =>
        NearestName.Hint(word, OpcodeTable.All.Where(definition => definition.Category != OpcodeCategory.Obsolete).Select(definition => definition.Name));

    private static Instruction Make(string name, ImmutableArray<Term> arguments)
    {
        if (OpcodeTable.TryGet(name) is not { } definition)
        {
            throw new AssemblyFormException(
                "BA112", $"there is no instruction {TermPrinter.Print(Term.Atom(name), 80)}", NearestHint(name));
        }

        if (definition.Operands.Length != arguments.Length)
        {
            throw new AssemblyFormException(
                "BA113",
                $"{name} takes {definition.Operands.Length} operands, not {arguments.Length}",
                definition.Operands.IsEmpty ? null : $"{name} takes {string.Join(", ", definition.Operands.Select(slot => slot.Role))}");
        }

        var operands = ImmutableArray.CreateBuilder<Operand>(arguments.Length);
        for (var index = 0; index < arguments.Length; index++)
        {
            operands.Add(Operand(arguments[index], definition.Operands[index].Kind));
        }

        return new Instruction(definition.Opcode, operands.MoveToImmutable());
    }

    private static Operand Operand(Term term, OperandSlotKind kind)
    {
        var operand = AssemblyOperandReader.Read(term, kind);
        return Fits(operand, kind)
            ? operand
            : throw new AssemblyFormException("BA113", $"{TermPrinter.Print(term, 80)} cannot stand in this place of the instruction");
    }

    /// <summary>Whether an operand is of the class that the writer of files expects at a place.</summary>
    internal static bool Fits(Operand operand, OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Unsigned or OperandSlotKind.DefinedLabel => operand is UnsignedOperand,
        OperandSlotKind.Label => operand is LabelOperand { IsLabel: true },
        OperandSlotKind.OptionalLabel => operand is LabelOperand,

        // Compilers put literals where only registers make sense, as in a has_map_fields of a constant map.
        OperandSlotKind.Source or OperandSlotKind.RegisterSource => operand is ISourceOperand,
        OperandSlotKind.Destination => operand is Register,
        OperandSlotKind.StackSlot => operand is YRegister,
        OperandSlotKind.FloatRegister => operand is FloatRegister,
        OperandSlotKind.FloatSource => operand is IFloatSource,
        OperandSlotKind.FloatDestination => operand is IFloatDestination,
        OperandSlotKind.Atom => operand is AtomOperand,
        OperandSlotKind.Import => operand is ImportOperand,
        OperandSlotKind.HeapNeed => operand is AllocationOperand,
        OperandSlotKind.String => operand is StringOperand,
        OperandSlotKind.SegmentValue => operand is ISegmentValue,
        OperandSlotKind.MatchStart => operand is IMatchStart,
        OperandSlotKind.FunTag => operand is IFunTag,
        OperandSlotKind.RecordName => operand is IRecordName,
        OperandSlotKind.Flags => operand is IFlagsOperand,
        OperandSlotKind.MatchCommands or OperandSlotKind.List => operand is ListOperand,
        _ => true,
    };
}
