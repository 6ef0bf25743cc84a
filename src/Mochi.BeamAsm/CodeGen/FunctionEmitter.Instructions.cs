using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.CodeGen;

/// <content>Instructions inside a block.</content>
internal sealed partial class FunctionEmitter
{
    private void EmitInstruction(int position, SsaInstruction instruction)
    {
        if (PlanOf(_block).Reservations.TryGetValue(position, out AllocationOperand? need))
        {
            FillGaps(PlanOf(_block).LiveBefore(position));
            _output.Add(Instruction.TestHeap(need, PlanOf(_block).LiveBefore(position)));
        }

        Register? result = instruction.Result is null ? null : _registers[instruction.Result];
        switch (instruction)
        {
            case BuiltInInstruction builtIn:
                EmitBuiltIn(position, builtIn, LabelOperand.None);
                break;
            case CallInstruction call:
                EmitCall(call);
                break;
            case TupleInstruction tuple:
                _output.Add(Instruction.PutTuple2(result!, tuple.Operands.Select(Source)));
                break;
            case ConsInstruction cons:
                _output.Add(Instruction.PutList(Source(cons.Operands[0]), Source(cons.Operands[1]), result!));
                break;
            case MapInstruction map:
                EmitMap(position, map);
                break;
            case MakeFunInstruction fun:
                _output.Add(Instruction.MakeFun3(
                    LambdaOf(fun.Function, fun.Operands.Length), result!, fun.Operands.Select(Source)));
                break;
            case TupleElementInstruction element:
                _output.Add(Instruction.GetTupleElement(
                    SourceRegister(element.Operands[0], position), element.Index, result!));
                break;
            case TupleUpdateInstruction update:
                EmitTupleUpdate(position, update);
                break;
            case HeadInstruction head:
                _output.Add(Instruction.GetHd(SourceRegister(head.Operands[0], position), result!));
                break;
            case TailInstruction tail:
                EmitTail(SourceRegister(tail.Operands[0], position), result!);
                break;
            case BitstringInstruction bitstring:
                EmitBitstring(position, bitstring, LabelOperand.None);
                break;
            case CopyInstruction copy:
                EmitMove(Source(copy.Operands[0]), result!);
                break;
            case StoreSlotInstruction store:
                EmitMove(Source(store.Operands[0]), _registers.Slot(store.Slot));
                break;
            case LoadSlotInstruction load:
                EmitMove(_registers.Slot(load.Slot), result!);
                break;
            case EndTryInstruction end:
                _output.Add(Instruction.TryEnd(_registers.Tag(end.Region)));
                break;
            case BuildStackTraceInstruction trace:
                EmitMove(Source(trace.Operands[0]), Register.X(0));
                _output.Add(Instruction.BuildStacktrace());
                EmitMove(Register.X(0), result!);
                break;
            case YieldInstruction yield:
                EmitYield(position, yield);
                break;
            default:
                throw new InvalidOperationException($"no emission for {instruction.GetType().Name}");
        }

        _initialized.Step(_block, position, instruction, _held);
    }

    // Head and tail together take one instruction.
    private void EmitTail(Register list, Register tail)
    {
        if (_output[^1] is { Opcode: Opcode.GetHd, Operands: [var from, Register head] }
            && list.Equals(from)
            && !head.Equals(list)
            && !head.Equals(tail))
        {
            _output[^1] = Instruction.GetList(list, head, tail);
        }
        else
        {
            _output.Add(Instruction.GetTl(list, tail));
        }
    }

    private void EmitBuiltIn(int position, BuiltInInstruction instruction, LabelOperand fail)
    {
        BuiltIn builtIn = instruction.BuiltIn;
        var import = new ImportOperand("erlang", builtIn.Name, builtIn.Arity);
        ISourceOperand[] arguments = [.. instruction.Operands.Select(TypedSource)];
        Register result = _registers[instruction.Result!];
        int live = PlanOf(_block).LiveBefore(position);
        if (builtIn.Kind == BuiltInKind.Allocating)
        {
            FillGaps(live);
        }

        if (builtIn.CanFail && !fail.IsLabel && instruction.Position.IsKnown)
        {
            EmitLine(instruction.Position);
        }

        _output.Add((builtIn.Kind == BuiltInKind.Allocating, arguments) switch
        {
            (false, []) => Instruction.Bif0(import, result),
            (false, [var a]) => Instruction.Bif1(fail, import, a, result),
            (false, [var a, var b]) => Instruction.Bif2(fail, import, a, b, result),
            (true, [var a]) => Instruction.GcBif1(fail, live, import, a, result),
            (true, [var a, var b]) => Instruction.GcBif2(fail, live, import, a, b, result),
            (true, [var a, var b, var c]) => Instruction.GcBif3(fail, live, import, a, b, c, result),
            _ => throw new InvalidOperationException($"no instruction for {builtIn}"),
        });
    }

    private void EmitCall(CallInstruction call)
    {
        int arity = call.Operands.Length - call.Target.ExtraOperands;
        EmitArguments(call.Operands);
        EmitLine(call.Position);
        switch (call.Target)
        {
            case LocalCallTarget local:
                _output.Add(Instruction.Call(arity, _labels.EntryOf(local.Function)));
                break;
            case RemoteCallTarget remote when !IsFramed && FramePlan.IsExit(remote, arity):
                _output.Add(Instruction.CallExtOnly(arity, new ImportOperand(remote.Module, remote.Function, arity)));
                return;
            case RemoteCallTarget remote:
                _output.Add(Instruction.CallExt(arity, new ImportOperand(remote.Module, remote.Function, arity)));
                break;
            case FunCallTarget:
                _output.Add(Instruction.CallFun(arity));
                break;
            case DynamicCallTarget:
                _output.Add(Instruction.Apply(arity));
                break;
        }

        EmitMove(Register.X(0), _registers[call.Result!]);
    }

    private void EmitArguments(SsaOperand[] operands) =>
        EmitMoves(operands.Select((operand, index) => new RegisterMove(Source(operand), Register.X(index))));

    private void EmitMap(int position, MapInstruction map)
    {
        int live = PlanOf(_block).LiveBefore(position);
        FillGaps(live);
        (ISourceOperand, ISourceOperand)[] pairs =
            [.. map.Operands.Skip(1).Chunk(2).Select(pair => (Source(pair[0]), Source(pair[1])))];
        ISourceOperand source = Source(map.Operands[0]);
        Register result = _registers[map.Result!];
        EmitLine(map.Position);
        _output.Add(map.MustExist
            ? Instruction.PutMapExact(LabelOperand.None, source, result, live, pairs)
            : Instruction.PutMapAssoc(LabelOperand.None, source, result, live, pairs));
    }

    private void EmitTupleUpdate(int position, TupleUpdateInstruction update)
    {
        Register tuple = SourceRegister(update.Operands[0], position);
        IEnumerable<(int, ISourceOperand)> updates =
            update.Indices.Select((index, i) => (index + 1, Source(update.Operands[i + 1])));
        _output.Add(Instruction.UpdateRecord("copy", update.Arity, tuple, _registers[update.Result!], updates));
    }

    private void EmitBitstring(int position, BitstringInstruction bitstring, LabelOperand fail)
    {
        int live = PlanOf(_block).LiveBefore(position);
        FillGaps(live);
        var segments = new List<BinarySegment>();
        bool isWholeBytes = true;
        for (int i = 0; i < bitstring.Segments.Length; i++)
        {
            BinarySegment segment = SegmentOf(
                i, bitstring.Segments[i], bitstring.Operands[2 * i], bitstring.Operands[(2 * i) + 1]);
            isWholeBytes &= bitstring.Segments[i].IsWholeBytes;
            segments.Add(segment);
        }

        if (!fail.IsLabel)
        {
            EmitLine(bitstring.Position);
        }

        _output.Add(Instruction.BsCreateBin(
            fail, new AllocationOperand(0), live, isWholeBytes ? 8 : 1, _registers[bitstring.Result!], segments));
    }

    private BinarySegment SegmentOf(int index, BitstringSegmentSpec spec, SsaOperand value, SsaOperand size)
    {
        bool isWhole = spec.Kind == BitstringSegmentKind.Binary && size is SsaConstant { Value: AtomTerm };
        if (isWhole && value is SsaConstant { Value: BitstringTerm { BitsInLastByte: 8 } text })
        {
            return BinarySegment.Text(text.Bytes);
        }

        string type = spec.Kind switch
        {
            // Appending to the first binary lets the machine extend it in place when nobody else has it.
            BitstringSegmentKind.Binary => isWhole && index == 0 ? "append" : "binary",
            BitstringSegmentKind.Integer => "integer",
            BitstringSegmentKind.Float => "float",
            BitstringSegmentKind.Utf8 => "utf8",
            BitstringSegmentKind.Utf16 => "utf16",
            _ => "utf32",
        };
        bool hasNoUnit = spec.Kind is BitstringSegmentKind.Utf8 or BitstringSegmentKind.Utf16 or BitstringSegmentKind.Utf32;
        Term[] flags =
        [
            .. new[] { spec.LittleEndian ? "little" : null, spec.Signed ? "signed" : null }
                .OfType<string>().Select(Term.Atom),
        ];
        return new BinarySegment(
            type,
            index + 1,
            hasNoUnit ? 0 : spec.Unit,
            flags.Length == 0 ? NilOperand.Instance : new LiteralOperand(Term.List(flags)),
            Source(value),
            Source(size));
    }

    private LambdaOperand LambdaOf(FunctionReference function, int captured) =>
        new(function.Name, function.Arity, _labels.EntryOf(function).Label, captured);

    // Charging the turns to the process makes it yield at its next call; that way a loop costs what it uses.
    private void EmitYield(int position, YieldInstruction yield)
    {
        var target = new ImportOperand("erlang", "bump_reductions", 1);
        IReadOnlyList<Register> live = PlanOf(_block).LiveAfterYield(position);
        int firstSlot = IsFramed ? _registers.YieldSlots(_frames.RootOf(_block)!) : 0;
        if (!IsFramed)
        {
            FillGaps(PlanOf(_block).LiveBefore(position));
            _output.Add(Instruction.Allocate(live.Count, PlanOf(_block).LiveBefore(position)));
        }

        for (int i = 0; i < live.Count; i++)
        {
            _output.Add(Instruction.Move(live[i], Register.Y(firstSlot + i)));
        }

        EmitArguments(yield.Operands);
        _output.Add(Instruction.CallExt(1, target));
        for (int i = 0; i < live.Count; i++)
        {
            _output.Add(Instruction.Move(Register.Y(firstSlot + i), live[i]));
        }

        if (!IsFramed)
        {
            _output.Add(Instruction.Deallocate(live.Count));
        }
    }
}
