using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>Matching and making binaries.</content>
internal sealed partial class FunctionVerifier
{
    private const int LastCodePoint = 0x10FFFF;

    private void ExecuteBinary(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.BsStartMatch3:
                if (TryLabel(operands[0], out var fail))
                {
                    StartMatch(fail, operands[1], operands[2], operands[3]);
                }

                break;
            case Opcode.BsStartMatch4:
                StartMatch4(operands);
                break;
            case Opcode.BsGetInteger2:
                GetSegment(operands, (size, unit) => IntegerType(size, unit, operands[5]));
                break;
            case Opcode.BsGetFloat2:
                GetSegment(operands, (_, _) => TermType.Float);
                break;
            case Opcode.BsGetBinary2:
                GetSegment(operands, (size, unit) => TermType.BitstringOf(Math.Max(1, size is { } units ? Gcd256(units * unit) : unit)));
                break;
            case Opcode.BsGetUtf8:
                GetCharacter(operands, 8);
                break;
            case Opcode.BsGetUtf16:
                GetCharacter(operands, 16);
                break;
            case Opcode.BsGetUtf32:
                GetCharacter(operands, 32);
                break;
            case Opcode.BsSkipUtf8 or Opcode.BsSkipUtf16 or Opcode.BsSkipUtf32:
                if (TryLabel(operands[0], out fail) && TryUseContext(operands[1], out var context) && RequireLive(operands[2], out var live))
                {
                    Branch(fail, State);
                    if (_state is not null)
                    {
                        Advance(context, instruction.Opcode == Opcode.BsSkipUtf8 ? 8 : instruction.Opcode == Opcode.BsSkipUtf16 ? 16 : 32);
                        State.KillRegistersFrom(live);
                    }
                }

                break;
            case Opcode.BsSkipBits2:
                if (TryLabel(operands[0], out fail) && TryUseContext(operands[1], out context) && TryUse(operands[2], out var bits)
                    && TryNumber(operands[3], out var unit))
                {
                    Branch(fail, State);
                    if (_state is not null)
                    {
                        Advance(context, bits.Constant?.Number is >= 0 and < 1 << 20 and var count ? (int)count * unit : unit);
                    }
                }

                break;
            case Opcode.BsTestTail2 or Opcode.BsTestUnit or Opcode.BsMatchString:
                TestContext(instruction);
                break;
            case Opcode.BsGetTail:
                if (TryUseContext(operands[0], out context) && RequireLive(operands[2], out live))
                {
                    var type = TermType.BitstringOf(State.TypeOf(context).ContextUnit);
                    State.KillRegistersFrom(live);
                    Extract(operands[1], type, null, new ValueSource(context));
                }

                break;
            case Opcode.BsGetPosition:
                if (TryUseContext(operands[0], out context) && RequireLive(operands[2], out live))
                {
                    State.KillRegistersFrom(live);
                    var position = State.Add(TermType.MatchPosition(State.TypeOf(context).ContextUnit));
                    if (DefineAs(operands[1], position))
                    {
                        State.SetPosition(context, position);
                    }
                }

                break;
            case Opcode.BsSetPosition:
                if (TryUseContext(operands[0], out context) && TryUseAs(operands[1], TermType.MatchPosition(1), out var saved))
                {
                    State.SetType(context, TermType.MatchContext(State.TypeOf(saved.Value).ContextUnit));
                    State.SetPosition(context, saved.Value);
                }

                break;
            default:
                throw new InvalidOperationException($"{InstructionName} is not known to the verifier");
        }
    }

    private void StartMatch4(ImmutableArray<Operand> operands)
    {
        switch (operands[0])
        {
            case AtomOperand { Name: "no_fail" }:
                if (TryUseAs(operands[2], TermType.Matchable, out var source) && RequireLive(operands[1], out var live))
                {
                    FinishStart(source, live, operands[2], operands[3]);
                }

                break;
            case AtomOperand { Name: "resume" }:
                if (TryUseContext(operands[2], out var context) && RequireLive(operands[1], out live))
                {
                    State.KillRegistersFrom(live);
                    DefineAs(operands[3], context);
                }

                break;
            case LabelOperand { IsLabel: true } fail:
                StartMatch(fail, operands[2], operands[1], operands[3]);
                break;
            default:
                throw new InvalidOperationException($"{operands[0]} starts no match");
        }
    }

    private void StartMatch(LabelOperand fail, Operand operand, Operand live, Operand destination)
    {
        if (!TryUseAny(operand, out var source) || !RequireLive(live, out var count))
        {
            return;
        }

        TestType(fail, source, TermType.Matchable);
        if (_state is not null)
        {
            FinishStart(source, count, operand, destination);
        }
    }

    private void FinishStart(ValueSource source, int live, Operand operand, Operand destination)
    {
        var type = State.TypeOf(source);
        State.KillRegistersFrom(live);

        // A context goes on being the same context.
        if (!source.IsConstant && type.IsSubsetOf(TermType.MatchContext(1)))
        {
            DefineAs(destination, source.Value);
            return;
        }

        Extract(destination, TermType.MatchContext(type.MatchableUnit), null, source);
    }

    private bool TryUseContext(Operand operand, out int context)
    {
        context = MachineState.NoValue;
        if (!TryUseAs(operand, TermType.MatchContext(1), out var source))
        {
            return false;
        }

        context = source.Value;
        return true;
    }

    private void Advance(int context, int bits)
    {
        if (bits == 0)
        {
            return;
        }

        var unit = Gcd(State.TypeOf(context).ContextUnit, bits);
        State.SetType(context, TermType.MatchContext(Math.Max(1, unit)));
        State.ForgetPosition(context);
    }

    private static int Gcd(int left, int right) => right == 0 ? left : Gcd(right, left % right);

    private static int Gcd256(long bits) => bits <= 0 ? 1 : bits <= InstructionRules.MaximumUnit ? (int)bits : Gcd(InstructionRules.MaximumUnit, (int)(bits % InstructionRules.MaximumUnit) is 0 ? InstructionRules.MaximumUnit : (int)(bits % InstructionRules.MaximumUnit));

    private void GetSegment(ImmutableArray<Operand> operands, Func<long?, int, TermType> typeOf)
    {
        if (!TryLabel(operands[0], out var fail) || !TryUseContext(operands[1], out var context) || !TryNumber(operands[4], out var unit))
        {
            return;
        }

        var isAll = operands[3] is AtomOperand { Name: "all" };
        long? size = null;
        if (!isAll)
        {
            if (!TryUse(operands[3], out var source))
            {
                return;
            }

            size = source.Constant?.Number is >= 0 and < int.MaxValue and var number ? number : null;
        }

        if (!RequireLive(operands[2], out var live))
        {
            return;
        }

        Branch(fail, State);
        if (_state is null)
        {
            return;
        }

        if (isAll && State.Position(context) is >= 0 and var position)
        {
            // It also says that what was left at the saved position is a multiple of the unit.
            State.Narrow(position, TermType.MatchPosition(unit));
        }

        Advance(context, size is { } units && units * unit < int.MaxValue ? (int)(units * unit) : unit);
        State.KillRegistersFrom(live);
        Extract(operands[6], typeOf(size, unit), null, new ValueSource(context));
    }

    private void GetCharacter(ImmutableArray<Operand> operands, int bits)
    {
        if (TryLabel(operands[0], out var fail) && TryUseContext(operands[1], out var context) && RequireLive(operands[2], out var live))
        {
            Branch(fail, State);
            if (_state is not null)
            {
                Advance(context, bits);
                State.KillRegistersFrom(live);
                Define(operands[4], TermType.IntegerRange(0, LastCodePoint));
            }
        }
    }

    private static TermType IntegerType(long? size, int unit, Operand flags)
    {
        const ulong signed = 4;
        var isSigned = flags is UnsignedOperand { Value: var bits } && (bits & signed) != 0;
        if (size * unit is not { } width || width is < 1 or > 63)
        {
            return size == 0 ? TermType.IntegerRange(0, 0) : isSigned ? TermType.Integer : TermType.IntegerRange(0, null);
        }

        return isSigned
            ? TermType.IntegerRange(-1L << (int)(width - 1), (1L << (int)(width - 1)) - 1)
            : TermType.IntegerRange(0, width == 63 ? long.MaxValue : (1L << (int)width) - 1);
    }

    private void TestContext(Instruction instruction)
    {
        var operands = instruction.Operands;
        if (!TryLabel(operands[0], out var fail) || !TryUseContext(operands[1], out var context))
        {
            return;
        }

        switch (instruction.Opcode)
        {
            case Opcode.BsTestUnit:
                if (TryNumber(operands[2], out var unit))
                {
                    Branch(fail, State);
                    if (_state is not null)
                    {
                        LearnUnit(context, unit);
                    }
                }

                break;
            case Opcode.BsMatchString:
                if (TryNumber(operands[2], out var bits))
                {
                    Branch(fail, State);
                    if (_state is not null)
                    {
                        Advance(context, bits);
                    }
                }

                break;
            default:
                Branch(fail, State);
                break;
        }
    }

    private void LearnUnit(int context, int unit)
    {
        if (State.Position(context) is >= 0 and var position)
        {
            State.Narrow(position, TermType.MatchPosition(unit));
        }

        if (!State.Narrow(context, TermType.MatchContext(unit)))
        {
            Stop();
        }
    }

    private void ExecuteMatch(Operand label, Operand contextOperand, ListOperand commands)
    {
        if (!TryLabel(label, out var fail) || !TryUseContext(contextOperand, out var context) || !RequireSlotsInitialized())
        {
            return;
        }

        Branch(fail, State);
        if (_state is null)
        {
            return;
        }

        var items = commands.Items;
        _rest = new MatchRest(Math.Max(1, State.TypeOf(context).ContextUnit), 0);
        for (var index = 0; index < items.Length && _state is not null;)
        {
            index = ExecuteCommand(items, index, contextOperand, context);
        }

        if (_state is not null)
        {
            SetUnit(context, _rest.Divisor);
            if (_rest.HasMoved)
            {
                State.ForgetPosition(context);
            }
        }
    }

    // What is known of the bits that are left in the middle of bs_match.
    private MatchRest _rest;

    private void SetUnit(int context, int unit) => State.SetType(context, TermType.MatchContext(unit));

    private int ExecuteCommand(ImmutableArray<Operand> items, int start, Operand contextOperand, int context)
    {
        var name = (items[start] as AtomOperand)?.Name;
        var size = InstructionRules.CommandLength(name);
        switch (name)
        {
            case "ensure_at_least":
                EnsureBits(Number(items[start + 1]), Number(items[start + 2]), context);
                break;
            case "ensure_exactly":
                EnsureBits(Number(items[start + 1]), 0, context);
                break;
            case "skip":
                Consume(Number(items[start + 1]));
                break;
            case "=:=":
                Consume(Number(items[start + 2]));
                break;
            case "get_tail":
                if (KeepsContext(contextOperand, items[start + 1], out var live))
                {
                    State.KillRegistersFrom(live);
                    Extract(items[start + 3], TermType.BitstringOf(_rest.Divisor), null, new ValueSource(context));
                    _rest = _rest with { Ensured = 0 };
                }

                break;
            default:
                TakeSegment(name == "integer", items, start, contextOperand, context);
                break;
        }

        return start + size;
    }

    private void TakeSegment(bool isInteger, ImmutableArray<Operand> items, int start, Operand contextOperand, int context)
    {
        if (!KeepsContext(contextOperand, items[start + 1], out var live) || !TryNumber(items[start + 3], out var units)
            || !TryNumber(items[start + 4], out var unit))
        {
            return;
        }

        var bits = units * unit;
        if (!Consume(bits))
        {
            return;
        }

        var isSigned = items[start + 2] is LiteralOperand { Term: ListTerm flags } && flags.Elements.Contains(Term.Atom("signed"));
        State.KillRegistersFrom(live);
        var type = isInteger ? IntegerType(units, unit, UnsignedOperand.Of(isSigned ? 4 : 0)) : TermType.BitstringOf(Gcd256(bits));
        Extract(items[start + 5], type, null, new ValueSource(context));
    }

    // A unit of 0 says that there are just so many bits.
    private void EnsureBits(int bits, int unit, int context)
    {
        // It also says what was left at a saved position.
        if (State.Position(context) is >= 0 and var position && !_rest.HasMoved)
        {
            State.Narrow(position, TermType.MatchPosition(MatchRest.Divide(unit, bits)));
        }

        _rest = _rest.Ensure(bits, unit);
    }

    private bool Consume(int bits)
    {
        if (bits > _rest.Ensured)
        {
            Problem(
                Rules.InsufficientBits, $"{bits} bits are taken where {_rest.Ensured} are ensured",
                "ensure_at_least or ensure_exactly comes first");
            return false;
        }

        _rest = _rest.Consume(bits);
        return true;
    }

    private bool KeepsContext(Operand contextOperand, Operand live, out int count)
    {
        if (!RequireLive(live, out count))
        {
            return false;
        }

        var register = (contextOperand as TypedRegister)?.Register ?? contextOperand;
        if (register is XRegister x && x.Index >= count)
        {
            Problem(Rules.BadLive, $"{count} live registers do not include x{x.Index}, the match context", $"live is at least {x.Index + 1}");
            return false;
        }

        return true;
    }

    private void ExecuteCreateBinary(Instruction instruction)
    {
        var operands = instruction.Operands;
        var fail = (LabelOperand)operands[0];
        var items = ((ListOperand)operands[5]).Items;
        if (!RequireLive(operands[2], out var live))
        {
            return;
        }

        // Gone before the segments are looked at.
        State.KillRegistersFrom(live);
        State.ReserveHeap(0);
        if (!UseSegments(items, out var learnt, out var unit))
        {
            return;
        }

        var need = (AllocationOperand)operands[1];
        BranchAway(fail);
        if (_state is null)
        {
            return;
        }

        foreach (var (value, type) in learnt)
        {
            if (!State.Narrow(value, type))
            {
                Stop();
                return;
            }
        }

        State.ReserveHeap(need.Words, need.Floats, need.Funs);
        var isGrown = items[0] is AtomOperand { Name: "append" or "private_append" };
        Define(operands[4], isGrown ? TermType.WritableBitstringOf(Math.Max(unit, 1)) : TermType.BitstringOf(Math.Max(unit, 1)));
    }

    // The unit of what is made follows from the segments; the operand that gives it is a hint that nobody checks.
    private bool UseSegments(ImmutableArray<Operand> items, out List<(ValueSource Value, TermType Type)> learnt, out int unit)
    {
        const int size = 6;
        learnt = [];
        unit = 0;
        for (var start = 0; start < items.Length; start += size)
        {
            var type = ((AtomOperand)items[start]).Name switch
            {
                "append" or "private_append" or "binary" => TermType.Bitstring,
                "float" => TermType.Number,
                "string" => null,
                _ => TermType.Integer,
            };
            if (type is null)
            {
                unit = Gcd(unit, 8);
                continue;
            }

            if (!TryUseDurable(items[start + 4], out var value) || !TryUseDurable(items[start + 5], out _))
            {
                return false;
            }

            if (items[start] is AtomOperand { Name: "private_append" })
            {
                // It writes behind the end of the binary without looking, and nothing may be appended to the old one again.
                if (!Require(items[start + 4], value, TermType.WritableBitstring))
                {
                    return false;
                }

                if (!value.IsConstant)
                {
                    State.SetType(value.Value, State.TypeOf(value).WithoutWritable());
                }
            }

            unit = Gcd(unit, SegmentUnit(items.AsSpan().Slice(start, size), State.TypeOf(value)));
            learnt.Add((value, type));
        }

        return true;
    }

    private static int SegmentUnit(ReadOnlySpan<Operand> segment, TermType value)
    {
        var unit = Number(segment[2]);
        return ((AtomOperand)segment[0]).Name switch
        {
            "utf8" => 8,
            "utf16" => 16,
            "utf32" => 32,
            "binary" or "append" or "private_append" when segment[5] is AtomOperand && value.Unit % unit == 0 => value.Unit,
            _ when segment[5] is IntegerOperand { Value: var count } && count > 0 && count * unit <= InstructionRules.MaximumUnit => (int)count * unit,
            _ when segment[5] is IntegerOperand { Value: var count } && count > 0 => Gcd(InstructionRules.MaximumUnit, (int)(count * unit % InstructionRules.MaximumUnit)),
            _ => unit,
        };
    }
}
