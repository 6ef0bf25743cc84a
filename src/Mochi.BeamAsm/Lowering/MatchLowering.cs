using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Lowering;

/// <summary>
/// Turns the clauses of a match into a decision tree: no value is tested twice for the same thing on one path, and
/// every body is lowered once, however many paths lead to it.
/// </summary>
internal sealed class MatchLowering
{
    private readonly FunctionLowering _function;
    private readonly MatchExpression _match;
    private readonly Local[][] _bound;
    private readonly Join[] _bodies;

    private MatchLowering(FunctionLowering function, MatchExpression match)
    {
        _function = function;
        _match = match;
        _bound = [.. match.Clauses.Select(clause => ExpressionChildren.Bound(clause.Pattern).ToArray())];
        _bodies = [.. _bound.Select(bound => function.NewJoin(bound.Length))];
        Otherwise = function.NewJoin();
    }

    /// <summary>Where the paths lead on which no clause fits.</summary>
    public Join Otherwise { get; }

    /// <summary>Lowers the tests; bodies are lowered by entering them one after the other.</summary>
    public static MatchLowering Lower(FunctionLowering function, MatchExpression match, SsaOperand subject)
    {
        var lowering = new MatchLowering(function, match);
        ImmutableArray<MatchRow> rows =
        [
            .. match.Clauses.Select((clause, index) => new MatchRow(
                index, [(subject, clause.Pattern)], ImmutableDictionary<Local, SsaOperand>.Empty).Simplify()),
        ];
        lowering.LowerRows(rows);
        return lowering;
    }

    /// <summary>Goes on at a clause's body, with the clause's locals bound.</summary>
    public void EnterBody(int clause)
    {
        SsaOperand[] values = _bodies[clause].EnterResults();
        for (int i = 0; i < values.Length; i++)
        {
            _function.Bind(_bound[clause][i], values[i]);
        }
    }

    private void LowerRows(ImmutableArray<MatchRow> rows)
    {
        if (_function.Current is null)
        {
            return;
        }

        if (rows.IsEmpty)
        {
            Otherwise.Leave();
            return;
        }

        MatchRow first = rows[0];
        if (first.Tests.IsEmpty)
        {
            LowerChoice(first, rows.RemoveAt(0));
            return;
        }

        (SsaOperand value, Pattern pattern) = first.Tests[0];
        switch (pattern)
        {
            case LiteralPattern literal:
                LowerLiterals(rows, value, literal.Value);
                break;
            case TuplePattern tuple:
                LowerTuple(rows, value, new TupleShape(tuple.Elements.Length, TagOf(tuple)));
                break;
            case ConsPattern:
                LowerCons(rows, value);
                break;
            case TypePattern type:
                LowerType(rows, value, type.Test);
                break;
            case MapPattern map:
                LowerMap(rows, value, map);
                break;
            default:
                throw new InvalidOperationException($"no such pattern: {pattern.GetType().Name}");
        }
    }

    private void LowerChoice(MatchRow row, ImmutableArray<MatchRow> rest)
    {
        SsaOperand[] values = [.. _bound[row.Clause].Select(local => row.Bindings[local])];
        if (_match.Clauses[row.Clause].Guard is { } guard)
        {
            for (int i = 0; i < values.Length; i++)
            {
                _function.Bind(_bound[row.Clause][i], values[i]);
            }

            Join held = _function.NewJoin();
            Join failed = _function.NewJoin();
            _function.LowerCondition(guard, held, failed);
            held.Enter();
            _bodies[row.Clause].Leave(values);
            failed.Enter();
            LowerRows(rest);
        }
        else
        {
            _bodies[row.Clause].Leave(values);
        }
    }

    private void LowerLiterals(ImmutableArray<MatchRow> rows, SsaOperand value, Term first)
    {
        Term[] literals =
        [
            .. rows.Select(row => row.TestOf(value)).OfType<LiteralPattern>().Select(literal => literal.Value)
                .Where(literal => SameKind(literal, first)).Distinct(),
        ];
        if (literals.Length == 1)
        {
            Split(
                FunctionLowering.ExactEquality,
                [value, new SsaConstant(first)],
                () => LowerRows(WithLiteral(first)),
                () => LowerRows(WithoutLiterals()));
            return;
        }

        BasicBlock[] targets = [.. literals.Select(_ => _function.NewBlock())];
        BasicBlock otherwise = _function.NewBlock();
        _function.Terminate(new SwitchTerminator(value, literals, targets, otherwise));
        ImmutableDictionary<Local, SsaOperand> before = _function.MutableValues;
        for (int i = 0; i < literals.Length; i++)
        {
            _function.Current = targets[i];
            _function.MutableValues = before;
            LowerRows(WithLiteral(literals[i]));
        }

        _function.Current = otherwise;
        _function.MutableValues = before;
        LowerRows(WithoutLiterals());

        ImmutableArray<MatchRow> WithLiteral(Term literal) => Keep(rows, row => row.TestOf(value) switch
        {
            LiteralPattern test => test.Value.Equals(literal) ? row.Replace(value, []) : null,
            null or TypePattern => row,
            _ => null,
        });

        ImmutableArray<MatchRow> WithoutLiterals() => Keep(rows, row =>
            row.TestOf(value) is LiteralPattern test && literals.Contains(test.Value) ? null : row);
    }

    private void LowerTuple(ImmutableArray<MatchRow> rows, SsaOperand value, TupleShape shape)
    {
        Split(
            new TupleTest(shape),
            [value],
            () =>
            {
                MatchRow[] fitting = [.. rows.Where(row => CanFit(row.TestOf(value)))];
                var elements = new SsaOperand?[shape.Arity];
                foreach (TuplePattern tuple in fitting.Select(row => row.TestOf(value)).OfType<TuplePattern>())
                {
                    bool tagIsTested = shape.Tag is not null && TagOf(tuple) is not null;
                    for (int i = tagIsTested ? 1 : 0; i < shape.Arity; i++)
                    {
                        if (tuple.Elements[i] is not WildcardPattern)
                        {
                            elements[i] ??= _function.Emit(
                                new TupleElementInstruction(_function.Function.NewValue(NameOf(tuple.Elements[i])), value, i));
                        }
                    }
                }

                LowerRows([.. fitting.Select(row => row.TestOf(value) is TuplePattern tuple
                    ? row.Replace(value, Enumerable.Range(0, shape.Arity)
                        .Where(i => elements[i] is not null)
                        .Select(i => (elements[i]!, tuple.Elements[i])))
                    : row)]);
            },
            () => LowerRows(Keep(rows, row => row.TestOf(value) is TuplePattern tuple && IsCovered(tuple) ? null : row)));

        bool CanFit(Pattern? pattern) => pattern switch
        {
            TuplePattern tuple => tuple.Elements.Length == shape.Arity
                && (shape.Tag is null || TagOf(tuple) is not { } tag || tag == shape.Tag),
            null or TypePattern => true,
            _ => false,
        };

        bool IsCovered(TuplePattern tuple) =>
            tuple.Elements.Length == shape.Arity && (shape.Tag is null || TagOf(tuple) == shape.Tag);
    }

    private void LowerCons(ImmutableArray<MatchRow> rows, SsaOperand value)
    {
        Split(
            new ConsTest(),
            [value],
            () =>
            {
                SsaOperand head = _function.Emit(new HeadInstruction(_function.Function.NewValue(), value));
                SsaOperand tail = _function.Emit(new TailInstruction(_function.Function.NewValue(), value));
                LowerRows(Keep(rows, row => row.TestOf(value) switch
                {
                    ConsPattern cons => row.Replace(value, (head, cons.Head), (tail, cons.Tail)),
                    null or TypePattern => row,
                    _ => null,
                }));
            },
            () => LowerRows(Keep(rows, row => row.TestOf(value) is ConsPattern ? null : row)));
    }

    private void LowerType(ImmutableArray<MatchRow> rows, SsaOperand value, string test) => Split(
        new BuiltInTest(BuiltIns.Get(test, 1)),
        [value],
        () => LowerRows(Keep(rows, row => row.TestOf(value) is TypePattern type && type.Test == test
            ? row.Replace(value, (value, type.Inner))
            : row)),
        () => LowerRows(Keep(rows, row => row.TestOf(value) is TypePattern type && type.Test == test ? null : row)));

    private void LowerMap(ImmutableArray<MatchRow> rows, SsaOperand value, MapPattern map)
    {
        ImmutableArray<MatchRow> rest = rows.RemoveAt(0);
        Join failed = _function.NewJoin();
        Join isMap = _function.NewJoin();
        _function.Branch(new BuiltInTest(BuiltIns.Get("is_map", 1)), isMap, failed, value);
        isMap.Enter();
        var parts = new List<(SsaOperand, Pattern)>();
        foreach (MapPatternEntry entry in map.Entries)
        {
            SsaOperand key = _function.LowerValue(entry.Key);
            SsaValue element = _function.Function.NewValue(NameOf(entry.Value));
            BasicBlock found = _function.NewBlock();
            BasicBlock missing = _function.NewBlock();
            _function.Terminate(
                new CheckedTerminator(new MapElementInstruction(element, value, key), found, missing));
            _function.Current = missing;
            failed.Leave();
            _function.Current = found;
            parts.Add((element, entry.Value));
        }

        LowerRows(rest.Insert(0, rows[0].Replace(value, parts)));
        failed.Enter();
        LowerRows(rest);
    }

    private void Split(SsaTest test, SsaOperand[] operands, Action whenTrue, Action whenFalse)
    {
        Join held = _function.NewJoin();
        Join failed = _function.NewJoin();
        _function.Branch(test, held, failed, operands);
        held.Enter();
        whenTrue();
        failed.Enter();
        whenFalse();
    }

    private static ImmutableArray<MatchRow> Keep(ImmutableArray<MatchRow> rows, Func<MatchRow, MatchRow?> select) =>
        [.. rows.Select(select).OfType<MatchRow>()];

    private static string? TagOf(TuplePattern tuple) =>
        tuple.Elements is [LiteralPattern { Value: AtomTerm tag }, ..] ? tag.Name : null;

    private static string? NameOf(Pattern pattern) => (pattern as BindPattern)?.Local.Name;

    private static bool SameKind(Term a, Term b) =>
        a.Equals(b) || (a is AtomTerm && b is AtomTerm) || (IsSmall(a) && IsSmall(b));

    // A jump table takes integers that fit a machine word with its tag; a comparison takes any.
    private static bool IsSmall(Term term) =>
        term is IntegerTerm { Value: var value } && BigInteger.Abs(value) < BigInteger.One << 59;
}
