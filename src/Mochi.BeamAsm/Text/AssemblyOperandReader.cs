using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads operands of assembly text.</summary>
internal static class AssemblyOperandReader
{
    /// <summary>An operand at a place that may be of any kind.</summary>
    public static Operand Read(Term term) => term switch
    {
        IntegerTerm number => Unsigned(number),
        AtomTerm { Name: "nil" } => NilOperand.Instance,
        TupleTerm { Elements: [AtomTerm { Name: var tag }, IntegerTerm number] } when TryReadNumbered(tag, number, out var operand) => operand,
        TupleTerm { Elements: [AtomTerm { Name: "atom" }, AtomTerm atom] } => new AtomOperand(atom.Name),
        TupleTerm { Elements: [AtomTerm { Name: "integer" or "literal" or "float" }, var value] } => (Operand)Operand.Constant(value),
        TupleTerm { Elements: [AtomTerm { Name: "string" }, BitstringTerm { IsBinary: true } bytes] } => new StringOperand(bytes.Bytes),
        TupleTerm { Elements: [AtomTerm { Name: "tr" }, var register, var type] } => ReadTyped(register, type),
        TupleTerm { Elements: [AtomTerm { Name: "extfunc" }, AtomTerm module, AtomTerm function, IntegerTerm arity] } =>
            new ImportOperand(module.Name, function.Name, ToInt32(arity)),
        TupleTerm { Elements: [AtomTerm { Name: "list" }, var items] } => new ListOperand([.. ReadList(items)]),
        TupleTerm { Elements: [AtomTerm { Name: "commands" }, var commands] } => new ListOperand(ReadCommands(commands)),
        TupleTerm { Elements: [AtomTerm { Name: "field_flags" }, var flags] } => ReadFieldFlags(flags),
        TupleTerm { Elements: [AtomTerm { Name: "alloc" }, var need] } => ReadAllocation(need),
        _ => throw new AssemblyFormException("BA113", $"{TermPrinter.Print(term, 80)} is no operand"),
    };

    /// <summary>An operand at a place of a known kind.</summary>
    public static Operand Read(Term term, OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.HeapNeed when term is IntegerTerm words => new AllocationOperand(ToInt32(words)),
        OperandSlotKind.Location => ReadLocation(term),
        _ => Read(term),
    };

    /// <summary>The operands of a list.</summary>
    public static IEnumerable<Operand> ReadList(Term list) => Items(list).Select(Read);

    /// <summary>The elements of a proper list.</summary>
    public static ImmutableArray<Term> Items(Term list) => list switch
    {
        NilTerm => [],
        ListTerm { IsProper: true } items => items.Elements,
        _ => throw new AssemblyFormException("BA113", $"{TermPrinter.Print(list, 80)} is no list"),
    };

    /// <summary>A number that counts or indexes something.</summary>
    public static int ToInt32(Term term) => term is IntegerTerm { Value: var value } && value >= 0 && value <= int.MaxValue
        ? (int)value
        : throw new AssemblyFormException("BA113", $"{TermPrinter.Print(term, 80)} is no number from 0 to {int.MaxValue}");

    private static UnsignedOperand Unsigned(IntegerTerm number) => number.Value >= 0 && number.Value <= ulong.MaxValue
        ? UnsignedOperand.Of((ulong)number.Value)
        : throw new AssemblyFormException("BA113", $"{TermPrinter.Print(number, 80)} is no number from 0 to 2^64 - 1");

    private static bool TryReadNumbered(string tag, IntegerTerm number, out Operand operand)
    {
        operand = NilOperand.Instance;
        switch (tag)
        {
            case "x":
                operand = Register.X(ToInt32(number));
                return true;
            case "y":
                operand = Register.Y(ToInt32(number));
                return true;
            case "fr":
                operand = new FloatRegister(ToInt32(number));
                return true;
            case "f":
                operand = new LabelOperand(ToInt32(number));
                return true;
            default:
                return false;
        }
    }

    private static TypedRegister ReadTyped(Term register, Term type) => Read(register) is Register plain
        ? new TypedRegister(plain, AssemblyTypeReader.Read(type))
        : throw new AssemblyFormException("BA113", $"{TermPrinter.Print(register, 80)} is no register");

    private static ImmutableArray<Operand> ReadCommands(Term commands)
    {
        var operands = ImmutableArray.CreateBuilder<Operand>();
        foreach (var command in Items(commands))
        {
            if (command is not TupleTerm { Elements: [AtomTerm name, ..] } tuple)
            {
                throw new AssemblyFormException("BA113", $"{TermPrinter.Print(command, 80)} is no command of bs_match");
            }

            operands.Add(new AtomOperand(name.Name));
            operands.AddRange(tuple.Elements.Skip(1).Select(Read));
        }

        return operands.ToImmutable();
    }

    private static UnsignedOperand ReadFieldFlags(Term flags)
    {
        var bits = 0;
        foreach (var flag in Items(flags))
        {
            bits |= flag switch
            {
                AtomTerm { Name: "little" } => 2,
                AtomTerm { Name: "signed" } => 4,
                AtomTerm { Name: "native" } => 16,
                _ => 0,
            };
        }

        return UnsignedOperand.Of(bits);
    }

    private static AllocationOperand ReadAllocation(Term need)
    {
        var (words, floats, funs) = (0, 0, 0);
        foreach (var item in Items(need))
        {
            switch (item)
            {
                case TupleTerm { Elements: [AtomTerm { Name: "words" }, var count] }:
                    words = ToInt32(count);
                    break;
                case TupleTerm { Elements: [AtomTerm { Name: "floats" }, var count] }:
                    floats = ToInt32(count);
                    break;
                case TupleTerm { Elements: [AtomTerm { Name: "funs" }, var count] }:
                    funs = ToInt32(count);
                    break;
                default:
                    throw new AssemblyFormException("BA113", $"{TermPrinter.Print(item, 80)} is nothing to allocate");
            }
        }

        return new AllocationOperand(words, floats, funs);
    }

    private static LocationOperand ReadLocation(Term term)
    {
        foreach (var item in Items(term))
        {
            if (item is TupleTerm { Elements: [AtomTerm { Name: "location" }, var file, var line] })
            {
                return new LocationOperand(ToText(file), ToInt32(line));
            }
        }

        return LocationOperand.None;
    }

    private static string ToText(Term characters)
    {
        var text = new System.Text.StringBuilder();
        foreach (var character in Items(characters))
        {
            var codePoint = ToInt32(character);
            text.Append(System.Text.Rune.IsValid(codePoint)
                ? new System.Text.Rune(codePoint).ToString()
                : throw new AssemblyFormException("BA113", "a file's name is a list of characters"));
        }

        return text.ToString();
    }
}
