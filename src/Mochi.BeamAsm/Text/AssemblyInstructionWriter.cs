using System.Globalization;
using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes instructions in the order of operands that OTP's assembly text has, which for tests, built-in functions,
/// <c>make_fun3</c> and a few more is not the order of the file.
/// </summary>
internal sealed class AssemblyInstructionWriter(
    StringBuilder text,
    AssemblyOperandWriter operands,
    IReadOnlyDictionary<int, CodeFunction> owners,
    AssemblyAnnotations annotations)
{
    private LocationOperand? _lastLocation;
    private bool _isMarked;
    private int _parameters;

    public void Write(Instruction instruction)
    {
        // Both follow from the rest: the end of the text, and an attribute.
        if (instruction.Opcode is Opcode.IntCodeEnd or Opcode.OnLoad)
        {
            return;
        }

        WriteAnnotations(instruction);
        text.Append(instruction.Opcode == Opcode.Label ? "  " : "    ");
        WriteTerm(instruction);
        text.Append('.');
        AppendCallee(instruction);
        text.Append('\n');
        if (annotations.NeverReturns(instruction))
        {
            Annotate(Register.X(0), "{type,none}");
        }
        else if (instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand { Value: <= int.MaxValue } label
            && annotations.AcceptsMatchContext((int)label.Value) && owners.TryGetValue((int)label.Value, out var function))
        {
            _parameters = function.Arity;
        }
    }

    /// <summary>
    /// What the validator has to be told before an instruction. Of each parameter all is said at once, as of several annotations the
    /// last one counts.
    /// </summary>
    private void WriteAnnotations(Instruction instruction)
    {
        var requirement = annotations.Require(instruction);
        for (var index = 0; index < _parameters; index++)
        {
            var register = Register.X(index);
            if (requirement is (XRegister known, var knownType) && known.Index == index)
            {
                Annotate(register, $"{{type,{knownType}}},accepts_match_context");
                requirement = null;
            }
            else
            {
                Annotate(register, "accepts_match_context");
            }
        }

        _parameters = 0;
        if (requirement is (var needed, var type))
        {
            Annotate(needed, $"{{type,{type}}}");
        }

        foreach (var (argument, argumentType) in AssemblyAnnotations.ArgumentTypes(instruction, operands.Dialect))
        {
            Annotate(argument, $"{{type,{argumentType}}}");
        }
    }

    /// <summary>Tells the validator something about a register.</summary>
    private void Annotate(Register register, string information)
    {
        text.Append("    {'%',{var_info,");
        operands.Write(register);
        text.Append(",[").Append(information).Append("]}}.\n");
    }

    private void WriteTerm(Instruction instruction)
    {
        var definition = OpcodeTable.TryGet(instruction.Opcode)!;
        var arguments = instruction.Operands.AsSpan();
        switch (instruction.Opcode)
        {
            case Opcode.Bif0 or Opcode.Bif1 or Opcode.Bif2 or Opcode.Bif3:
                WriteBif(instruction.Opcode == Opcode.Bif0 ? [LabelOperand.None, .. arguments] : arguments);
                break;
            case Opcode.GcBif1 or Opcode.GcBif2 or Opcode.GcBif3:
                WriteGcBif(arguments);
                break;
            case Opcode.Fadd or Opcode.Fsub or Opcode.Fmul or Opcode.Fdiv or Opcode.Fnegate or Opcode.GetRecordField:
                WriteOperation(definition.Name, arguments[0], arguments[1..^1], arguments[^1]);
                break;
            case Opcode.Raise:
                WriteOperation("raise", LabelOperand.None, arguments, Register.X(0));
                break;
            case Opcode.BsAdd:
                WriteBsAdd(definition, arguments);
                break;
            case Opcode.MakeFun3:
                WriteMakeFun(arguments);
                break;
            case Opcode.CallFun2 when arguments[0] is LambdaOperand lambda:
                WriteCallKnownFun(lambda, arguments);
                break;
            case Opcode.BsMatch:
                text.Append("{bs_match,");
                operands.Write(arguments[0]);
                text.Append(',');
                operands.Write(arguments[1]);
                text.Append(',');
                operands.WriteCommands((ListOperand)arguments[2]);
                text.Append('}');
                break;
            case Opcode.Line when arguments[0] is LocationOperand location:
                _isMarked = location == _lastLocation && !_isMarked;
                _lastLocation = location;
                text.Append("{line,");
                operands.WriteLocation(location, _isMarked);
                text.Append('}');
                break;
            case Opcode.DebugLine:
                WritePlain(definition, arguments, ",#{frame_size => none, vars => []}");
                break;
            case Opcode.HasMapFields:
                text.Append("{test,has_map_fields,");
                WriteSequence(definition, arguments);
                text.Append('}');
                break;
            case Opcode.BsGetInteger2 or Opcode.BsGetFloat2 or Opcode.BsGetBinary2 or Opcode.BsGetUtf8 or Opcode.BsGetUtf16
                or Opcode.BsGetUtf32 or Opcode.BsStartMatch3 or Opcode.BsStartMatch2:
                WriteTestWithResult(definition, arguments);
                break;
            case var opcode when AssemblyTests.Contains(opcode):
                WriteTest(definition, arguments);
                break;
            default:
                WritePlain(definition, arguments, "");
                break;
        }
    }

    private void WritePlain(OpcodeDefinition definition, ReadOnlySpan<Operand> arguments, string end)
    {
        if (arguments.IsEmpty)
        {
            operands.WriteAtom(definition.Name);
            return;
        }

        text.Append('{');
        operands.WriteAtom(definition.Name);
        text.Append(',');
        WriteSequence(definition, arguments);
        text.Append(end).Append('}');
    }

    private void WriteSequence(OpcodeDefinition definition, ReadOnlySpan<Operand> arguments, int firstSlot = 0)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            text.Append(index == 0 ? "" : ",");
            WriteArgument(definition.Operands[firstSlot + index], arguments[index]);
        }
    }

    private void WriteArgument(OperandSlot slot, Operand operand)
    {
        if (slot is { Kind: OperandSlotKind.Unsigned, Role: "flags" } && operand is UnsignedOperand flags)
        {
            operands.WriteFieldFlags(flags);
        }
        else
        {
            operands.Write(operand);
        }
    }

    private void WriteTest(OpcodeDefinition definition, ReadOnlySpan<Operand> arguments)
    {
        text.Append("{test,");
        operands.WriteAtom(definition.Name);
        text.Append(',');
        operands.Write(arguments[0]);
        text.Append(",[");
        WriteSequence(definition, arguments[1..], firstSlot: 1);
        text.Append("]}");
    }

    /// <summary>In the file: fail, context, live, rest, destination; in the text live stands before a list of the others.</summary>
    private void WriteTestWithResult(OpcodeDefinition definition, ReadOnlySpan<Operand> arguments)
    {
        text.Append("{test,");
        operands.WriteAtom(definition.Name);
        text.Append(',');
        operands.Write(arguments[0]);
        text.Append(',');
        operands.Write(arguments[2]);
        text.Append(",[");
        operands.Write(arguments[1]);
        for (var index = 3; index < arguments.Length - 1; index++)
        {
            text.Append(',');
            WriteArgument(definition.Operands[index], arguments[index]);
        }

        text.Append("],");
        operands.Write(arguments[^1]);
        text.Append('}');
    }

    private void WriteBif(ReadOnlySpan<Operand> arguments) =>
        WriteOperation(((ImportOperand)arguments[1]).Function, arguments[0], arguments[2..^1], arguments[^1]);

    private void WriteOperation(string name, Operand fail, ReadOnlySpan<Operand> arguments, Operand destination)
    {
        text.Append("{bif,");
        operands.WriteAtom(name);
        text.Append(',');
        operands.Write(fail);
        text.Append(',');
        operands.WriteList(arguments);
        text.Append(',');
        operands.Write(destination);
        text.Append('}');
    }

    private void WriteGcBif(ReadOnlySpan<Operand> arguments)
    {
        text.Append("{gc_bif,");
        operands.WriteAtom(((ImportOperand)arguments[2]).Function);
        text.Append(',');
        operands.Write(arguments[0]);
        text.Append(',');
        operands.Write(arguments[1]);
        text.Append(',');
        operands.WriteList(arguments[3..^1]);
        text.Append(',');
        operands.Write(arguments[^1]);
        text.Append('}');
    }

    private void WriteBsAdd(OpcodeDefinition definition, ReadOnlySpan<Operand> arguments)
    {
        text.Append("{bs_add,");
        operands.Write(arguments[0]);
        text.Append(",[");
        WriteSequence(definition, arguments[1..^1], firstSlot: 1);
        text.Append("],");
        operands.Write(arguments[^1]);
        text.Append('}');
    }

    private void WriteMakeFun(ReadOnlySpan<Operand> arguments)
    {
        // Index and unique number are filled in by the assembler.
        var lambda = (LambdaOperand)arguments[0];
        text.Append(CultureInfo.InvariantCulture, $"{{make_fun3,{{f,{lambda.Label}}},0,0,");
        operands.Write(arguments[1]);
        text.Append(',');
        operands.Write(arguments[2]);
        text.Append('}');
    }

    private void WriteCallKnownFun(LambdaOperand lambda, ReadOnlySpan<Operand> arguments)
    {
        var arity = lambda.Arity - lambda.FreeCount;
        text.Append(CultureInfo.InvariantCulture, $"{{call_fun2,{{f,{lambda.Label}}},");
        operands.Write(arguments[1]);
        text.Append(',');
        operands.WriteKnownFun(lambda, arity, arguments[2]);
        text.Append('}');
    }

    private void AppendCallee(Instruction instruction)
    {
        if (instruction.Opcode is Opcode.Call or Opcode.CallOnly or Opcode.CallLast
            && instruction.Operands[1] is LabelOperand target && owners.TryGetValue(target.Label, out var callee))
        {
            text.Append(" % ");
            operands.WriteAtom(callee.Name);
            text.Append('/').Append(callee.Arity.ToString(CultureInfo.InvariantCulture));
        }
    }
}
