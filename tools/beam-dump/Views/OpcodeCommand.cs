using System.Globalization;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Views;

/// <summary>Tells what is known about an opcode.</summary>
internal sealed class OpcodeCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "opcode";

    /// <inheritdoc/>
    public override string Summary => "what is known about an opcode: operands, effects, releases";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Reference;

    /// <inheritdoc/>
    public override string Operands => "NAME|NUMBER...";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["opcode call_ext", "opcode 64 gc_bif2"];

    /// <inheritdoc/>
    public override string Fine => "every opcode is known";

    /// <inheritdoc/>
    public override string Problem => "one is not";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count == 0)
        {
            throw new UsageException("no opcode to show", "for example: beam-dump opcode call_ext");
        }

        var text = new StringBuilder();
        foreach (var operand in invocation.Operands)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            Append(text, Find(operand));
        }

        context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(text.ToString()));
        return ExitStatus.Fine;
    }

    private static OpcodeDefinition Find(string operand)
    {
        var found = int.TryParse(operand, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? OpcodeTable.TryGet((Opcode)number)
            : OpcodeTable.TryGet(operand);
        return found ?? throw new UsageException(
            $"there is no opcode {operand}",
            NearestName.Hint(operand, [.. OpcodeTable.All.Select(definition => definition.Name)])
                ?? $"the numbers go from 1 to {OpcodeTable.MaximumOpcode}");
    }

    private static void Append(StringBuilder text, OpcodeDefinition definition)
    {
        text.Append(CultureInfo.InvariantCulture, $"{(int)definition.Opcode} {definition.Name}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {definition.Documentation}\n");
        var last = definition.LastOtp is { } release
            ? string.Create(CultureInfo.InvariantCulture, $" to OTP {release}; later loaders refuse it") : " on";
        text.Append(CultureInfo.InvariantCulture, $"  loaded by    OTP {definition.FirstOtp}{last}\n");
        text.Append(CultureInfo.InvariantCulture, $"  category     {definition.Category}\n");
        text.Append(CultureInfo.InvariantCulture, $"  effects      {Effects(definition.Effects)}\n");
        foreach (var slot in definition.Operands)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {slot.Role,-13}{Kind(slot)}\n");
        }
    }

    private static string Effects(OpcodeEffects effects)
    {
        var names = new List<string>();
        if (effects.HasFlag(OpcodeEffects.CanFail))
        {
            names.Add("can raise an exception or branch to its label");
        }

        if (effects.HasFlag(OpcodeEffects.CanCollectGarbage))
        {
            names.Add("can collect garbage");
        }

        if (effects.HasFlag(OpcodeEffects.ClobbersXRegisters))
        {
            names.Add("loses the x registers");
        }

        if (effects.HasFlag(OpcodeEffects.EndsBlock))
        {
            names.Add("control does not reach the next instruction");
        }

        return names.Count == 0 ? "none" : string.Join("; ", names);
    }

    private static string Kind(OperandSlot slot)
    {
        if (slot.Group.IsEmpty)
        {
            return slot.Kind.ToString();
        }

        var items = string.Join(", ", slot.Group.Select(item => $"{item.Role}: {item.Kind}"));
        return $"list of groups ({items}){(slot.IsNonEmpty ? ", at least one" : "")}";
    }
}
