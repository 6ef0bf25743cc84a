using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Operands that few instructions have.</content>
internal sealed partial class CodeRules
{
    private void CheckRare(Operand operand, OperandSlotKind kind)
    {
        switch (kind)
        {
            case OperandSlotKind.DefinedLabel:
                CheckDefinedLabel(operand);
                break;
            case OperandSlotKind.Location:
                CheckLocation(operand);
                break;
            case OperandSlotKind.String:
                HasStrings |= operand is StringOperand { Bytes.IsEmpty: false };
                break;
            default:
                break;
        }

        if (operand is LambdaOperand lambda)
        {
            CheckLambda(lambda);
        }
        else if (operand is ListOperand list)
        {
            CheckList(list);
        }
    }

    private void CheckLocation(Operand operand)
    {
        LocationCount++;
        if (operand is UnsignedOperand number && _hasLines)
        {
            Later(Rules.BadLocation, $"place {number.Value} is not in the line table", "a loader refuses such a module");
        }
    }

    private void CheckLambda(LambdaOperand lambda)
    {
        if (!_lambdas.TryGetValue(lambda.Label, out var known))
        {
            _lambdas.Add(lambda.Label, lambda);
            if (TableRules.Problem(lambda, facts) is { } problem)
            {
                Later(Rules.BadLambda, problem);
            }
        }
        else if (!ReferenceEquals(known, lambda) && known != lambda)
        {
            Later(
                Rules.BadLambda,
                $"the lambdas {known.Function}/{known.Arity}+{known.FreeCount} and {lambda.Function}/{lambda.Arity}+{lambda.FreeCount} both begin at label {lambda.Label}",
                "a loader refuses two entries for one label");
        }
    }

    private void CheckList(ListOperand list)
    {
        foreach (var item in list.Items)
        {
            CheckSource(item);
            HasStrings |= item is StringOperand { Bytes.IsEmpty: false };
        }
    }
}
