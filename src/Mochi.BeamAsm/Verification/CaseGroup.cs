using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>Cases of a selection that follow one another and lead to the same label: they are taken together.</summary>
/// <param name="Start">Where they begin in the list of cases.</param>
/// <param name="End">Where they end.</param>
/// <param name="Target">Where they lead.</param>
/// <param name="Type">What they are together.</param>
internal readonly record struct CaseGroup(int Start, int End, LabelOperand Target, TermType Type)
{
    /// <summary>Finds the groups of a selection.</summary>
    /// <param name="cases">Its values or sizes of tuples, each followed by a label.</param>
    /// <param name="isArity">Whether they are sizes of tuples.</param>
    /// <param name="operands">What operands stand for.</param>
    /// <param name="groups">Where they are added.</param>
    public static void Find(ImmutableArray<Operand> cases, bool isArity, OperandCache operands, List<CaseGroup> groups)
    {
        for (var index = 0; index < cases.Length;)
        {
            var target = (LabelOperand)cases[index + 1];
            var end = index + 2;
            while (end < cases.Length && ((LabelOperand)cases[end + 1]).Label == target.Label)
            {
                end += 2;
            }

            groups.Add(new CaseGroup(index, end, target, TypeOf(cases.AsSpan()[index..end], isArity, operands)));
            index = end;
        }
    }

    /// <summary>What one case is.</summary>
    public static TermType TypeOf(Operand value, bool isArity, OperandCache operands) =>
        isArity ? TermType.TupleOf((int)((UnsignedOperand)value).Value)
        : operands.TryConstant(value, out var source) ? source.Constant!.Type : TermType.Any;

    /// <summary>The integer of a word that a case is.</summary>
    public static bool TryInteger(Operand operand, out long value)
    {
        value = 0;
        if (operand is not IntegerOperand { Value: var number } || number <= long.MinValue || number >= long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }

    private static TermType TypeOf(ReadOnlySpan<Operand> group, bool isArity, OperandCache operands)
    {
        if (TryBounds(group, out var minimum, out var maximum))
        {
            return TermType.IntegerRange(minimum, maximum);
        }

        var type = TypeOf(group[0], isArity, operands);
        for (var index = 2; index < group.Length; index += 2)
        {
            type = type.Join(TypeOf(group[index], isArity, operands));
        }

        return type;
    }

    // The least and the greatest of cases that are all integers of a word.
    private static bool TryBounds(ReadOnlySpan<Operand> group, out long minimum, out long maximum)
    {
        (minimum, maximum) = (long.MaxValue, long.MinValue);
        for (var index = 0; index < group.Length; index += 2)
        {
            if (!TryInteger(group[index], out var value))
            {
                return false;
            }

            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        return true;
    }
}
