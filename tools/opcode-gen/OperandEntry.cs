namespace Mochi.OpcodeGen;

/// <summary>One operand of an opcode as the table describes it.</summary>
/// <param name="Role">What the operand is for.</param>
/// <param name="Kind">What it may be.</param>
/// <param name="LengthRole">For strings, the operand that gives their length; else empty.</param>
/// <param name="LengthUnit">For strings, how many bits one of that length is.</param>
/// <param name="Group">For lists, the operands that repeat; else empty.</param>
/// <param name="IsNonEmpty">For lists, whether at least one group is needed.</param>
internal sealed record OperandEntry(
    string Role, string Kind, string LengthRole, int LengthUnit, IReadOnlyList<OperandEntry> Group, bool IsNonEmpty);
