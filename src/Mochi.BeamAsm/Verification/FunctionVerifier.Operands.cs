using System.Diagnostics.CodeAnalysis;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Reading and writing registers.</content>
internal sealed partial class FunctionVerifier
{
    /// <summary>The value of a source, which may be a match context.</summary>
    private bool TryUseAny(Operand operand, out ValueSource source)
    {
        source = default;
        var annotation = operand as TypedRegister;
        switch (annotation?.Register ?? operand)
        {
            case XRegister register:
                var value = State.Register(register.Index);
                if (value < 0)
                {
                    Problem(Rules.UninitializedRegister, $"x{register.Index} has no value here");
                    return false;
                }

                source = new ValueSource(value);
                break;
            case YRegister register:
                if (!TryUseSlot(register.Index, out value))
                {
                    return false;
                }

                source = new ValueSource(value);
                break;
            case var other:
                if (_module.Operands.TryConstant(other, out source))
                {
                    return true;
                }

                throw new InvalidOperationException($"{operand} is no value");
        }

        return annotation is null || CheckAnnotation(annotation, source.Value);
    }

    /// <summary>The value of a source that is a term.</summary>
    private bool TryUse(Operand operand, out ValueSource source) => TryUseAny(operand, out source) && RequireTerm(operand, source);

    /// <summary>The value of a source that is a term and no part of a message in the queue.</summary>
    private bool TryUseDurable(Operand operand, out ValueSource source) =>
        TryUse(operand, out source) && RequireDurable(operand, source);

    private bool RequireTerm(Operand operand, ValueSource source)
    {
        // Parts of a term are terms, so what else is known of it does not matter.
        if (source.IsConstant || !State.Value(source.Value).Type.MayBeAbstract)
        {
            return true;
        }

        Problem(
            Rules.ContextAsTerm, $"{Name(operand)} is a {State.TypeOf(source.Value)} and no term",
            "match contexts and positions are only for instructions that match binaries");
        return false;
    }

    private bool RequireDurable(Operand operand, ValueSource source)
    {
        if (source.IsConstant || !State.Value(source.Value).IsFragile || _module.IsHandWritten)
        {
            return true;
        }

        Problem(
            Rules.FragileMessage, $"{Name(operand)} is part of a message that is still in the queue",
            "remove_message takes the message out of the queue");
        return false;
    }

    private bool TryUseSlot(int index, out int value)
    {
        value = MachineState.NoValue;
        if (!RequireSlot(index))
        {
            return false;
        }

        var slot = State.Slot(index);
        value = slot.Value;
        if (slot.HasValue)
        {
            return true;
        }

        Problem(
            Rules.UninitializedSlot,
            slot.Tag is { } tag ? $"y{index} holds the tag of a {(tag.IsTry ? "try" : "catch")}"
            : slot.IsInitialized ? $"y{index} was cleared and holds no value" : $"y{index} has not been initialised");
        return false;
    }

    private bool RequireSlot(int index)
    {
        if (State.FrameSize == MachineState.NoFrame)
        {
            Problem(Rules.NoFrame, $"there is no stack frame for y{index}", "allocate makes one");
            return false;
        }

        if (index >= State.SlotCount)
        {
            Problem(Rules.BadSlot, $"y{index} is not in the stack frame of {State.SlotCount} slots");
            return false;
        }

        return true;
    }

    /// <summary>Puts a new value into a register.</summary>
    private bool Define(Operand destination, TermType type, Definition? definition = null, ValueTraits traits = ValueTraits.None) =>
        DefineAs(destination, State.Add(type, definition, traits));

    /// <summary>Puts a value into a register.</summary>
    private bool DefineAs(Operand destination, int value)
    {
        switch (destination)
        {
            case XRegister register:
                State.SetRegister(register.Index, value);
                return true;
            case YRegister register:
                if (!RequireSlot(register.Index))
                {
                    return false;
                }

                if (State.Slot(register.Index).Tag is { } tag)
                {
                    Problem(Rules.OverwrittenTag, $"y{register.Index} holds the tag of an open {(tag.IsTry ? "try" : "catch")}");
                    return false;
                }

                State.SetSlot(register.Index, new StackSlot(value));
                return true;
            default:
                throw new InvalidOperationException($"{destination} is no register");
        }
    }

    /// <summary>Puts a part of something into a register: a part of a message in the queue is no less fragile.</summary>
    private bool Extract(Operand destination, TermType type, Definition? definition, ValueSource source) =>
        Define(destination, type, definition, State.TraitsOf(source));

    /// <summary>Requires that garbage can be collected with so many live x registers.</summary>
    private bool RequireLive(Operand live, out int count)
    {
        count = -1;
        if (!TryNumber(live, out count))
        {
            return false;
        }

        if (count > InstructionRules.RegisterLimit)
        {
            Problem(Rules.BadLive, $"{count} live registers are more than {InstructionRules.RegisterLimit}");
            return false;
        }

        return RequireRegisters(count) && RequireSlotsInitialized();
    }

    private bool RequireRegisters(int count)
    {
        for (var index = 0; index < count; index++)
        {
            if (State.Register(index) < 0)
            {
                Problem(Rules.BadLive, $"x{index} has no value, but {count} registers are said to be live", $"live is at most {index}");
                return false;
            }
        }

        return true;
    }

    private bool RequireSlotsInitialized()
    {
        if (State.HasUnsafeSlots || !State.AreSlotsInitialized)
        {
            Problem(Rules.UninitializedSlot, DescribeUninitialized(State) + ", and garbage may be collected here", "init_yregs clears slots");
            return false;
        }

        for (var index = 0; index < State.SlotCount && State.MayHaveFragile; index++)
        {
            if (State.Slot(index) is { HasValue: true } slot && State.Value(slot.Value).IsFragile)
            {
                Problem(Rules.FragileMessage, $"y{index} holds part of a message that is still in the queue where garbage may be collected");
                return false;
            }
        }

        return true;
    }

    private static int Number(Operand operand) => (int)((UnsignedOperand)operand).Value;

    // Instructions are followed only when InstructionRules found their operands right.
    private static bool TryNumber(Operand operand, out int number)
    {
        number = (int)((UnsignedOperand)operand).Value;
        return true;
    }

    private static bool TryLabel(Operand operand, [NotNullWhen(true)] out LabelOperand? label)
    {
        label = (LabelOperand)operand;
        return true;
    }

    private static string Name(Operand operand) => OperandName.Of(operand);
}
