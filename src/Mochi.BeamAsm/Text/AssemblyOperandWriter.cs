using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Text;

/// <summary>Writes operands in the form of OTP's assembly text.</summary>
internal sealed class AssemblyOperandWriter(StringBuilder text, AssemblyDialect dialect)
{
    private static readonly (int Bit, string Name)[] FieldFlags = [(2, "little"), (4, "signed"), (16, "native")];

    public AssemblyDialect Dialect => dialect;

    public void WriteAtom(string name) => text.Append(TermPrinter.Atom(name));

    public void WriteTerm(Term term)
    {
        if (LiteralTerms.FindForeign(term) is { } foreign)
        {
            throw new DiagnosticException(new Diagnostic(
                "BA101",
                DiagnosticSeverity.Error,
                $"assembly text cannot hold a {LiteralTerms.Name(foreign)}",
                DiagnosticPlace.None,
                "write the .beam file itself instead"));
        }

        text.Append(TermPrinter.Print(term));
    }

    public void Write(Operand operand)
    {
        switch (operand)
        {
            case XRegister x:
                Number("{x,", x.Index);
                break;
            case YRegister y:
                Number("{y,", y.Index);
                break;
            case FloatRegister register:
                Number("{fr,", register.Index);
                break;
            case TypedRegister typed:
                WriteTyped(typed.Register, typed.Type);
                break;
            case AtomOperand atom:
                text.Append("{atom,");
                WriteAtom(atom.Name);
                text.Append('}');
                break;
            case IntegerOperand integer:
                text.Append("{integer,").Append(IntegerText.Of(integer.Value)).Append('}');
                break;
            case NilOperand:
                text.Append("nil");
                break;
            case LabelOperand label:
                Number("{f,", label.Label);
                break;
            case UnsignedOperand number:
                text.Append(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case LiteralOperand literal:
                text.Append(literal.Term is FloatTerm ? "{float," : "{literal,");
                WriteTerm(literal.Term);
                text.Append('}');
                break;
            case ImportOperand import:
                text.Append("{extfunc,");
                WriteAtom(import.Module);
                text.Append(',');
                WriteAtom(import.Function);
                Number(",", import.Arity);
                break;
            case StringOperand bytes:
                text.Append("{string,");
                WriteTerm(Term.Binary(bytes.Bytes.AsSpan()));
                text.Append('}');
                break;
            case AllocationOperand need:
                WriteAllocation(need);
                break;
            case LocationOperand location:
                WriteLocation(location, isRepeated: false);
                break;
            case ListOperand list:
                text.Append("{list,");
                WriteList(list.Items.AsSpan());
                text.Append('}');
                break;
            default:
                throw new ArgumentException($"an operand of type {operand.GetType().Name} has no text of its own", nameof(operand));
        }
    }

    /// <summary>Operands between brackets.</summary>
    public void WriteList(ReadOnlySpan<Operand> items)
    {
        text.Append('[');
        for (var index = 0; index < items.Length; index++)
        {
            text.Append(index == 0 ? "" : ",");
            Write(items[index]);
        }

        text.Append(']');
    }

    /// <summary>The flags of a binary field, a number in the file.</summary>
    public void WriteFieldFlags(UnsignedOperand flags)
    {
        var names = FieldFlags.Where(flag => (flags.Value & (ulong)flag.Bit) != 0).Select(flag => flag.Name);
        text.Append("{field_flags,[").AppendJoin(',', names).Append("]}");
    }

    /// <summary>The commands of <c>bs_match</c>, one flat list in the file.</summary>
    public void WriteCommands(ListOperand list)
    {
        text.Append("{commands,[");
        var items = list.Items.AsSpan();
        for (var index = 0; index < items.Length;)
        {
            text.Append(index == 0 ? "{" : ",{");
            var name = (items[index] as AtomOperand)?.Name ?? "";
            WriteAtom(name);
            var count = Math.Min(MatchCommandText.ArgumentCount(name), items.Length - index - 1);
            for (var argument = 1; argument <= count; argument++)
            {
                text.Append(',');
                WriteCommandArgument(name, items[index + argument]);
            }

            text.Append('}');
            index += count + 1;
        }

        text.Append("]}");
    }

    /// <summary>The function of <c>call_fun2</c> whose target is known; the text has the target in its type.</summary>
    public void WriteKnownFun(LambdaOperand lambda, int arity, Operand function)
    {
        text.Append("{tr,");
        Write(function is TypedRegister typed ? typed.Register : function);
        text.Append(CultureInfo.InvariantCulture, $",{{t_fun,{arity},{{");
        WriteAtom(lambda.Function);
        text.Append(CultureInfo.InvariantCulture, $",{lambda.Arity}}},any}}}}");
    }

    private void WriteCommandArgument(string name, Operand argument)
    {
        // Empty flags are a literal in the text; the nil of =:= is not.
        if (argument is NilOperand && name != "=:=")
        {
            text.Append("{literal,[]}");
        }
        else
        {
            Write(argument);
        }
    }

    private void WriteTyped(Register register, BeamType type)
    {
        text.Append("{tr,");
        Write(register);
        text.Append(',');
        AssemblyTypes.Append(text, type, dialect);
        text.Append('}');
    }

    private void WriteAllocation(AllocationOperand need)
    {
        if (need.Floats == 0 && need.Funs == 0)
        {
            text.Append(need.Words.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{alloc,[{{words,{need.Words}}},{{floats,{need.Floats}}},{{funs,{need.Funs}}}]}}");
        }
    }

    /// <summary>A place in the source.</summary>
    /// <param name="location">The place.</param>
    /// <param name="isRepeated">
    /// Whether to make it look different from the same place before, as the compiler drops repetitions (<c>beam_z</c>). Its own
    /// listings have them where places differ in the scopes of the debugger, which no file keeps.
    /// </param>
    public void WriteLocation(LocationOperand location, bool isRepeated)
    {
        text.Append(isRepeated ? "[{scope,[2]}" : "[");
        text.Append(isRepeated && location.File is not null ? "," : "");
        if (location.File is not null)
        {
            text.Append("{location,");
            text.Append(TermPrinter.Quote(location.File, '"'));
            Number(",", location.Line);
        }

        text.Append(']');
    }

    private void Number(string start, int number) =>
        text.Append(start).Append(number.ToString(CultureInfo.InvariantCulture)).Append('}');
}
