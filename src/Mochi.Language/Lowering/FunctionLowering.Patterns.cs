using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.Language.Binding;

namespace Mochi.Language.Lowering;

internal sealed partial class FunctionLowering
{
    private Expression Match(BoundMatch match)
    {
        var before = new List<Expression>();
        var subject = Hold(Lower(match.Subject), IrTypes.Of(match.Subject.Type), before, "subject");
        var clauses = new List<MatchClause>();
        foreach (var arm in match.Arms)
        {
            var tests = new List<Expression>();
            var pattern = Lower(arm.Pattern, tests);
            if (arm.Guard is not null) tests.Add(Lower(arm.Guard));
            var guard = tests.Count == 0 ? null : tests.Aggregate((first, second) => new AndExpression(first, second));
            clauses.Add(new MatchClause(pattern, guard, Lower(arm.Result)));
        }

        var last = match.Arms.Count == 0 ? null : match.Arms[^1];
        var catchesAll = last is { Guard: null, Pattern: BoundWildcard or BoundBinding };
        return Sequence(before, new MatchExpression(subject, [.. clauses])
        {
            Position = module.Position(match.Span),
            Otherwise = catchesAll ? null : Never("mochi_core", "match_error", match.Subject.Span, subject),
        });
    }

    /// <summary>Lowers a pattern; what a pattern of the IR cannot say is added to the tests of the clause.</summary>
    private Pattern Lower(BoundPattern pattern, List<Expression> tests)
    {
        Pattern lowered = pattern switch
        {
            BoundBinding binding => new BindPattern(Bind(binding.Symbol), new WildcardPattern()),
            BoundLiteralPattern literal => LiteralPattern(literal, tests),
            BoundAtomPattern atom => new LiteralPattern(Term.Atom(atom.Tag)),
            BoundTuplePattern tuple => new TuplePattern(
                [new LiteralPattern(Term.Atom(tuple.Tag)), .. tuple.Elements.Select(element => Lower(element, tests))]),
            BoundSomePattern some => Some(Lower(some.Inner, tests)),
            BoundListPattern list => list.Elements
                .Select(element => Lower(element, tests))
                .Reverse()
                .Aggregate((Pattern)new LiteralPattern(Term.Nil), (tail, head) => new ConsPattern(head, tail)),
            _ => new WildcardPattern(),
        };
        return lowered with { Position = module.Position(pattern.Span) };
    }

    /// <summary>A number fits by value: 1 fits 1.0, and 0.0 fits -0.0.</summary>
    private Pattern LiteralPattern(BoundLiteralPattern pattern, List<Expression> tests)
    {
        if (!pattern.Numeric) return new LiteralPattern(((LiteralExpression)Literal(pattern.Value)).Value);
        var number = new Local("number", IrType.Number);
        var value = pattern.Value is BigInteger integer ? Node.Integer(integer) : Node.Float((double)pattern.Value!);
        tests.Add(BuiltIn("==", pattern.Span, Node.Get(number), value));
        return new BindPattern(number, new WildcardPattern());
    }
}
