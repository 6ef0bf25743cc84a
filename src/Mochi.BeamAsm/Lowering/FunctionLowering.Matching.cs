using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <content>Pattern matching.</content>
internal sealed partial class FunctionLowering
{
    private SsaOperand LowerMatch(MatchExpression match)
    {
        SsaOperand subject = LowerValue(match.Subject);
        MatchLowering tests = MatchLowering.Lower(this, match, subject);
        Join end = NewJoin(resultCount: 1);
        for (int i = 0; i < match.Clauses.Length; i++)
        {
            tests.EnterBody(i);
            end.Leave(LowerValue(match.Clauses[i].Body));
        }

        tests.Otherwise.Enter();
        if (match.Otherwise is null)
        {
            Terminate(new FailTerminator(FailureKind.CaseClause, subject) { Position = match.Position });
        }
        else
        {
            end.Leave(LowerValue(match.Otherwise));
        }

        return end.Enter();
    }

    private void LowerTailMatch(MatchExpression match)
    {
        SsaOperand subject = LowerValue(match.Subject);
        MatchLowering tests = MatchLowering.Lower(this, match, subject);
        for (int i = 0; i < match.Clauses.Length; i++)
        {
            tests.EnterBody(i);
            LowerTail(match.Clauses[i].Body);
        }

        tests.Otherwise.Enter();
        if (match.Otherwise is null)
        {
            Terminate(new FailTerminator(FailureKind.CaseClause, subject) { Position = match.Position });
        }
        else
        {
            LowerTail(match.Otherwise);
        }
    }
}
