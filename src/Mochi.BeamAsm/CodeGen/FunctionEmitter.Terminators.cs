using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.CodeGen;

/// <content>Ends of blocks.</content>
internal sealed partial class FunctionEmitter
{
    private void EmitTerminator()
    {
        switch (_block.Terminator)
        {
            case JumpTerminator jump:
                EmitMoves(jump.Operands.Select(
                    (operand, index) => new RegisterMove(Source(operand), _registers[jump.Target.Parameters[index]])));
                EmitJump(jump.Target);
                break;
            case BranchTerminator branch:
                EmitBranch(branch);
                break;
            case CheckedTerminator check:
                EmitChecked(check);
                break;
            case SwitchTerminator choice:
                EmitSwitch(choice);
                break;
            case ReturnTerminator result:
                EmitMove(Source(result.Operands[0]), Register.X(0));
                EmitReturn();
                break;
            case TailCallTerminator call:
                EmitTailCall(call);
                break;
            case TryTerminator start:
                _output.Add(Instruction.Try(_registers.Tag(start.Region), LabelOf(start.Region.Handler)));
                EmitJump(start.Region.Body);
                break;
            case FailTerminator fail:
                EmitFail(fail);
                break;
        }
    }

    private void EmitJump(BasicBlock target)
    {
        if (target != _next)
        {
            _output.Add(Instruction.Jump(LabelOf(target)));
        }
    }

    private void EmitReturn()
    {
        if (IsFramed)
        {
            bool isApply = _output[^1].Opcode == Opcode.Apply;
            if (isApply)
            {
                int arity = (int)((UnsignedOperand)_output[^1].Operands[0]).Value;
                _output[^1] = Instruction.ApplyLast(arity, FrameSize);
                return;
            }

            _output.Add(Instruction.Deallocate(FrameSize));
        }

        _output.Add(Instruction.Return());
    }

    private void EmitTailCall(TailCallTerminator call)
    {
        int arity = call.Operands.Length;
        EmitArguments(call.Operands);
        if (call.Target is LocalCallTarget local)
        {
            LabelOperand entry = _labels.EntryOf(local.Function);
            EmitLineBeforeTailCall(call);
            _output.Add(IsFramed
                ? Instruction.CallLast(arity, entry, FrameSize)
                : Instruction.CallOnly(arity, entry));
        }
        else if (call.Target is RemoteCallTarget remote)
        {
            var import = new ImportOperand(remote.Module, remote.Function, arity);
            EmitLineBeforeTailCall(call);
            _output.Add(IsFramed
                ? Instruction.CallExtLast(arity, import, FrameSize)
                : Instruction.CallExtOnly(arity, import));
        }
    }

    // A tail call leaves no trace, but one of a built-in function raises here.
    private void EmitLineBeforeTailCall(TailCallTerminator call)
    {
        if (call.Target is RemoteCallTarget && call.Position.IsKnown)
        {
            EmitLine(call.Position);
        }
    }

    private void EmitBranch(BranchTerminator branch)
    {
        int position = _block.Instructions.Count;

        // The branch itself goes to the block that does not come next; of two such, to the likely one.
        bool inverted = branch.WhenTrue != _next && (branch.WhenFalse == _next || !IsCold(branch.WhenTrue));
        BasicBlock fallThrough = branch.WhenTrue;
        switch (branch.Test)
        {
            case ConsTest:
                _output.Add(Instruction.IsNonemptyList(
                    LabelOf(branch.WhenFalse), SourceRegister(branch.Operands[0], position)));
                break;
            case TupleTest { Shape: { Tag: { } tag } shape }:
                _output.Add(Instruction.IsTaggedTuple(
                    LabelOf(branch.WhenFalse), SourceRegister(branch.Operands[0], position), shape.Arity, tag));
                break;
            case TupleTest { Shape: var shape }:
                Register tuple = SourceRegister(branch.Operands[0], position);
                _output.Add(Instruction.IsTuple(LabelOf(branch.WhenFalse), tuple));
                _output.Add(Instruction.TestArity(LabelOf(branch.WhenFalse), tuple, shape.Arity));
                break;
            case BuiltInTest { BuiltIn: var test }:
                if (inverted && Inverse(test.TestOpcode) is { } inverse)
                {
                    EmitTest(test, inverse, LabelOf(branch.WhenTrue), branch.Operands, position);
                    fallThrough = branch.WhenFalse;
                }
                else
                {
                    EmitTest(test, test.TestOpcode, LabelOf(branch.WhenFalse), branch.Operands, position);
                }

                break;
        }

        EmitJump(fallThrough);
    }

    private static bool IsCold(BasicBlock block) => block.Terminator is FailTerminator
        || block.Instructions.Exists(instruction => instruction is YieldInstruction);

    private void EmitTest(BuiltIn test, Opcode opcode, LabelOperand fail, SsaOperand[] operands, int position)
    {
        if (operands is [var only])
        {
            _output.Add(new Instruction(opcode, [fail, SourceRegister(only, position)]));
            return;
        }

        (SsaOperand a, SsaOperand b) = test.SwapsArguments ? (operands[1], operands[0]) : (operands[0], operands[1]);
        bool isSymmetric = opcode is Opcode.IsEqExact or Opcode.IsNeExact or Opcode.IsEq or Opcode.IsNe;
        if (isSymmetric && a is SsaConstant && b is SsaValue)
        {
            (a, b) = (b, a);
        }

        ISourceOperand first = a is SsaConstant && b is SsaConstant ? SourceRegister(a, position) : TypedSource(a);
        if (opcode == Opcode.IsEqExact && b is SsaConstant { Value: NilTerm })
        {
            _output.Add(Instruction.IsNil(fail, first));
            return;
        }

        _output.Add(new Instruction(opcode, [fail, (Operand)first, (Operand)TypedSource(b)]));
    }

    // The just-in-time compiler of OTP 27 makes one range check of two order tests in a row, and when the range does not
    // fit 32 bits it overwrites a scratch register that it still believes to hold the tested integer. A label between
    // the tests keeps them apart.
    private void SeparateWideOrderTests()
    {
        for (int i = _output.Count - 1; i > 0; i--)
        {
            if (IsOrderTest(_output[i])
                && IsOrderTest(_output[i - 1])
                && (HasWideBound(_output[i]) || HasWideBound(_output[i - 1])))
            {
                _output.Insert(i, Instruction.Label(_labels.New()));
            }
        }
    }

    private static bool IsOrderTest(Instruction instruction) => instruction.Opcode is Opcode.IsLt or Opcode.IsGe;

    private static bool HasWideBound(Instruction instruction) => instruction.Operands
        .Any(operand => operand is IntegerOperand { Value: var value } && BigInteger.Abs(value) >= 1 << 26);

    private static Opcode? Inverse(Opcode test) => test switch
    {
        Opcode.IsLt => Opcode.IsGe,
        Opcode.IsGe => Opcode.IsLt,
        Opcode.IsEqExact => Opcode.IsNeExact,
        Opcode.IsNeExact => Opcode.IsEqExact,
        Opcode.IsEq => Opcode.IsNe,
        Opcode.IsNe => Opcode.IsEq,
        _ => null,
    };

    private void EmitChecked(CheckedTerminator check)
    {
        int position = _block.Instructions.Count;
        LabelOperand fail = LabelOf(check.WhenFailed);
        switch (check.Instruction)
        {
            case BuiltInInstruction builtIn:
                EmitBuiltIn(position, builtIn, fail);
                break;
            case BitstringInstruction bitstring:
                EmitBitstring(position, bitstring, fail);
                break;
            case MapElementInstruction element:
                _output.Add(Instruction.GetMapElements(
                    fail,
                    SourceRegister(element.Operands[0], position),
                    [(Source(element.Operands[1]), _registers[element.Result!])]));
                break;
        }

        EmitJump(check.WhenDone);
    }

    private void EmitSwitch(SwitchTerminator choice)
    {
        IEnumerable<(Term Value, BasicBlock Target)> cases =
            choice.Values.Select((value, index) => (value, choice.Targets[index]));
        IEnumerable<(Term Value, BasicBlock Target)> sorted = choice.Values[0] is AtomTerm
            ? cases.OrderBy(choice => ((AtomTerm)choice.Value).Name, StringComparer.Ordinal)
            : cases.OrderBy(choice => ((IntegerTerm)choice.Value).Value);
        _output.Add(Instruction.SelectVal(
            SourceRegister(choice.Operands[0], _block.Instructions.Count),
            LabelOf(choice.Otherwise),
            sorted.Select(pair => (Operands.Of(pair.Value), LabelOf(pair.Target))).ToList()));
    }

    private void EmitFail(FailTerminator fail)
    {
        switch (fail.Kind)
        {
            case FailureKind.CaseClause:
                EmitLine(fail.Position);
                _output.Add(Instruction.CaseEnd(Source(fail.Operands[0])));
                break;
            case FailureKind.BadRecord:
                EmitLine(fail.Position);
                _output.Add(Instruction.Badrecord(Source(fail.Operands[0])));
                break;
            case FailureKind.Unreachable when !EndsInExit():
                // What never returns is a promise of the caller's; the machine must not run on if it is broken.
                _output.Add(Instruction.IfEnd());
                break;
        }
    }

    private bool EndsInExit() => _block.Instructions is [.., CallInstruction { Target: RemoteCallTarget target } call]
        && FramePlan.IsExit(target, call.Operands.Length);
}
