using System.Globalization;
using System.Text;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes operands of basm text. What is usual at a place has a short form there; everything else is marked with <c>@</c>.
/// </summary>
internal sealed class BasmOperandWriter(StringBuilder text, BasmLabels labels)
{
    private const int DeepestTerm = 500;

    /// <summary>An operand at a place of an instruction.</summary>
    public void Write(Operand operand, OperandSlot slot)
    {
        if (ReferenceEquals(slot, BasmOperandReader.CommandSlot) ? !IsUsualItem(operand) : !IsUsual(operand, slot.Kind))
        {
            text.Append('@');
            WriteMarked(operand);
        }
        else if (operand is ListOperand list)
        {
            WriteGroups(list, slot);
        }
        else if (operand is LabelOperand label && slot.Role == "function" && labels.FunctionAt(label.Label) is { } function)
        {
            text.Append(function);
        }
        else
        {
            WriteUsual(operand);
        }
    }

    /// <summary>A term; as bytes where it has no text.</summary>
    public void WriteTerm(Term term)
    {
        if (HasText(term, 0))
        {
            text.Append(TermPrinter.Print(term));
        }
        else
        {
            text.Append("@etf ");
            AppendBytes(ExternalTermFormat.Encode(term));
        }
    }

    public void AppendBytes(ReadOnlySpan<byte> bytes) => text.Append(Convert.ToHexStringLower(bytes));

    public void AppendAtom(string name) => text.Append(TermPrinter.Atom(name));

    public void WriteImport(ImportOperand import)
    {
        AppendAtom(import.Module);
        text.Append(':');
        AppendAtom(import.Function);
        text.Append(CultureInfo.InvariantCulture, $"/{import.Arity}");
    }

    public void WriteLambda(LambdaOperand lambda)
    {
        text.Append('&').Append(BasmLabels.Name(lambda.Function, lambda.Arity));
        text.Append(CultureInfo.InvariantCulture, $"+{lambda.FreeCount}");
        if (lambda.Label == 0 || labels.EntryOf(lambda.Function, lambda.Arity) != lambda.Label)
        {
            text.Append(CultureInfo.InvariantCulture, $"@L{lambda.Label}");
        }
    }

    public void WriteLocation(LocationOperand location)
    {
        if (location.File is null)
        {
            text.Append('-');
        }
        else
        {
            text.Append(TermPrinter.Quote(location.File, '"'));
            text.Append(CultureInfo.InvariantCulture, $":{location.Line}");
        }
    }

    private static bool IsUsualItem(Operand operand) => operand switch
    {
        LiteralOperand { Term: AtomTerm or IntegerTerm or NilTerm } => false,
        UnsignedOperand or AtomOperand or NilOperand or LiteralOperand or Register or TypedRegister => true,
        _ => false,
    };

    private bool IsUsual(Operand operand, OperandSlotKind kind) => operand switch
    {
        _ when kind is OperandSlotKind.Location or OperandSlotKind.Lambda or OperandSlotKind.Import =>
            operand is LocationOperand && kind == OperandSlotKind.Location
            || operand is LambdaOperand && kind == OperandSlotKind.Lambda
            || operand is ImportOperand && kind == OperandSlotKind.Import,
        LabelOperand { IsLabel: true } label when !labels.IsDefined(label.Label) => false,
        LiteralOperand { Term: AtomTerm or IntegerTerm or NilTerm } => false,
        ListOperand => kind is OperandSlotKind.List or OperandSlotKind.MatchCommands,
        UnsignedOperand => kind is OperandSlotKind.Unsigned,
        IntegerOperand => kind is not (OperandSlotKind.Unsigned or OperandSlotKind.HeapNeed)
            && AssemblyInstructionReader.Fits(operand, kind),
        LambdaOperand => kind is OperandSlotKind.Lambda or OperandSlotKind.FunTag,
        LocationOperand => kind is OperandSlotKind.Location,
        _ => AssemblyInstructionReader.Fits(operand, kind),
    };

    private void WriteUsual(Operand operand)
    {
        switch (operand)
        {
            case XRegister x:
                text.Append(CultureInfo.InvariantCulture, $"x{x.Index}");
                break;
            case YRegister y:
                text.Append(CultureInfo.InvariantCulture, $"y{y.Index}");
                break;
            case FloatRegister register:
                text.Append(CultureInfo.InvariantCulture, $"fr{register.Index}");
                break;
            case TypedRegister typed:
                WriteUsual(typed.Register);
                text.Append(':');
                BasmTypes.Append(text, typed.Type);
                break;
            case AtomOperand atom:
                text.Append(BasmOperandReader.TryRegister(atom.Name) is null ? TermPrinter.Atom(atom.Name) : $"'{atom.Name}'");
                break;
            case NilOperand:
                text.Append("[]");
                break;
            case IntegerOperand integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case UnsignedOperand number:
                text.Append(number.Value);
                break;
            case LiteralOperand literal:
                WriteTerm(literal.Term);
                break;
            case LabelOperand label:
                text.Append(label.IsLabel ? string.Create(CultureInfo.InvariantCulture, $"L{label.Label}") : "-");
                break;
            case ImportOperand import:
                WriteImport(import);
                break;
            case LambdaOperand lambda:
                WriteLambda(lambda);
                break;
            case LocationOperand location:
                WriteLocation(location);
                break;
            case StringOperand bytes:
                text.Append("string ");
                text.Append(TermPrinter.Print(Term.Binary(bytes.Bytes.AsSpan())));
                break;
            case AllocationOperand { Floats: 0, Funs: 0 } need:
                text.Append(need.Words);
                break;
            case AllocationOperand need:
                text.Append(CultureInfo.InvariantCulture, $"heap({need.Words}, {need.Floats}, {need.Funs})");
                break;
            default:
                throw new ArgumentException($"{operand} is no operand", nameof(operand));
        }
    }

    /// <summary>What stands behind <c>@</c>, which means the same at every place.</summary>
    private void WriteMarked(Operand operand)
    {
        switch (operand)
        {
            case UnsignedOperand number:
                text.Append("u ").Append(number.Value);
                break;
            case IntegerOperand integer:
                text.Append("i ").Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case AllocationOperand need:
                text.Append(CultureInfo.InvariantCulture, $"heap({need.Words}, {need.Floats}, {need.Funs})");
                break;
            case AtomOperand atom:
                text.Append("atom ").Append(TermPrinter.Atom(atom.Name));
                break;
            case NilOperand:
                text.Append("nil");
                break;
            case LiteralOperand literal:
                text.Append("term ");
                WriteTerm(literal.Term);
                break;
            case LocationOperand location:
                text.Append("at ");
                WriteLocation(location);
                break;
            case LabelOperand label:
                text.Append(CultureInfo.InvariantCulture, $"label {label.Label}");
                break;
            case LambdaOperand lambda:
                WriteLambda(lambda);
                break;
            case ImportOperand import:
                text.Append("import ");
                WriteImport(import);
                break;
            case ListOperand list:
                WriteItems(list);
                break;
            default:
                WriteUsual(operand);
                break;
        }
    }

    private void WriteItems(ListOperand list)
    {
        text.Append('[');
        for (var index = 0; index < list.Items.Length; index++)
        {
            text.Append(index == 0 ? "@" : ", @");
            WriteMarked(list.Items[index]);
        }

        text.Append(']');
    }

    private void WriteGroups(ListOperand list, OperandSlot slot)
    {
        var items = list.Items;
        text.Append('[');
        var index = 0;
        while (index < items.Length)
        {
            var size = slot.Kind == OperandSlotKind.MatchCommands ? CommandSize(items[index]) : Math.Max(1, slot.Group.Length);
            var end = Math.Min(items.Length, index + size);
            var isPair = size == 2 && slot.Kind != OperandSlotKind.MatchCommands;
            text.Append(index == 0 ? "" : ", ").Append(size > 1 && !isPair ? "(" : "");
            for (var item = index; item < end; item++)
            {
                text.Append(item == index ? "" : isPair ? " => " : ", ");
                Write(items[item], BasmOperandReader.ItemSlot(slot, item));
            }

            text.Append(size > 1 && !isPair ? ")" : "");
            index = end;
        }

        text.Append(']');
    }

    private static int CommandSize(Operand name) =>
        name is AtomOperand atom ? 1 + MatchCommandText.ArgumentCount(atom.Name) : 1;

    /// <summary>Whether the term reader takes the text of a term for that term.</summary>
    internal static bool HasText(Term term, int depth = 0)
    {
        switch (term)
        {
            case AtomTerm or IntegerTerm or NilTerm or BitstringTerm or ExternalFunTerm:
                return true;
            case FloatTerm number:
                return double.IsFinite(number.Value);
            case TupleTerm tuple:
                return depth < DeepestTerm && HaveText(tuple.Elements, depth);
            case ListTerm list:
                return depth < DeepestTerm && HaveText(list.Elements, depth) && HasText(list.Tail, depth + 1);
            case MapTerm map when depth < DeepestTerm:
                foreach (var pair in map.Pairs)
                {
                    if (!HasText(pair.Key, depth + 1) || !HasText(pair.Value, depth + 1))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static bool HaveText(System.Collections.Immutable.ImmutableArray<Term> terms, int depth)
    {
        foreach (var term in terms)
        {
            if (!HasText(term, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
