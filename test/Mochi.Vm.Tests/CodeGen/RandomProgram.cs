using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>
/// Writes programs that end and that use everything which makes code generation hard: many live values, calls at all depths,
/// nested loops with jumps out of handlers, locals changed on some paths only, closures, shapes that do not fit.
/// </summary>
internal sealed class RandomProgram
{
    private readonly Random _random;
    private readonly List<IrFunction> _functions = [];
    private readonly List<Local> _readable = [];
    private readonly List<Local> _mutable = [];
    private readonly List<LoopLabel> _loops = [];
    private int _names;
    private int _budget;

    private RandomProgram(int seed) => _random = new Random(seed);

    /// <summary>Writes one module; the same seed gives the same module.</summary>
    public static IrModule Write(int seed, string name)
    {
        var program = new RandomProgram(seed);
        int count = program._random.Next(2, 6);
        for (int i = 0; i < count; i++)
        {
            program.WriteFunction($"f{i}");
        }

        return new IrModule(name, [.. program._functions]) { SourceFile = "random" };
    }

    private void WriteFunction(string name)
    {
        Local[] parameters = [.. Enumerable.Range(0, _random.Next(0, 5)).Select(_ => New("p", mutable: Chance(3)))];
        _readable.Clear();
        _mutable.Clear();
        _budget = _random.Next(10, 120);
        _readable.AddRange(parameters);
        _mutable.AddRange(parameters.Where(parameter => parameter.IsMutable));
        Expression body = Block(5);
        _functions.Add(new IrFunction(name, [.. parameters], body) { IsExported = true, Position = new("random", _functions.Count + 1, 1) });
    }

    private Local New(string prefix, bool mutable = false) => new($"{prefix}{_names++}", IrType.Any, mutable);

    private bool Chance(int outOf) => _random.Next(outOf) == 0;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Writes something whose new locals are not seen behind it.</summary>
    private T Scoped<T>(Func<T> write)
    {
        int readable = _readable.Count;
        int mutable = _mutable.Count;
        T result = write();
        _readable.RemoveRange(readable, _readable.Count - readable);
        _mutable.RemoveRange(mutable, _mutable.Count - mutable);
        return result;
    }

    private Expression Block(int depth) => Scoped(() =>
    {
        var expressions = new List<Expression>();
        for (int i = _random.Next(1, 6); i > 0; i--)
        {
            expressions.Add(Statement(depth));
        }

        expressions.Add(Value(depth));
        return new BlockExpression([.. expressions]);
    });

    private Expression Statement(int depth)
    {
        _budget--;
        if (depth <= 0 || _budget <= 0)
        {
            return Let(Value(0));
        }

        switch (_random.Next(16))
        {
            case 0 or 1 or 2:
                return Let(Value(depth - 1));
            case 3 or 4 when _mutable.Count > 0:
                return Node.Assign(Pick(_mutable), Value(depth - 1));
            case 5 or 6:
                return Node.If(Condition(depth - 1), Block(depth - 1), Chance(2) ? Block(depth - 1) : Node.Unit);
            case 7:
                return Range(depth);
            case 8:
                return Each(depth);
            case 9 when _loops.Count > 0:
                LoopLabel label = Pick(_loops);
                Expression jump = Chance(2) ? new BreakExpression(label) : new ContinueExpression(label);
                return Node.If(Condition(1), jump, Node.Unit);
            case 10 when Chance(2):
                return Node.If(Condition(1), Node.Return(Value(1)), Node.Unit);
            case 11:
                return Let(Try(depth));
            case 12:
                return Let(Closure(depth));
            case 13:
                return While(depth);
            case 14:
                return Let(LocalFunction(depth));
            default:
                return Let(Value(depth - 1));
        }
    }

    private Expression Let(Expression value)
    {
        Local local = New("v", mutable: Chance(2));
        _readable.Add(local);
        if (local.IsMutable)
        {
            _mutable.Add(local);
        }

        return Node.Let(local, value);
    }

    private Expression Range(int depth)
    {
        var label = new LoopLabel();
        Local variable = New("i");
        Expression body = Loop(label, variable, depth);
        return new ForRangeExpression(label, variable, Node.Integer(_random.Next(-1, 2)), Node.Integer(_random.Next(0, 4)), body);
    }

    private Expression Each(int depth)
    {
        var label = new LoopLabel();
        Local variable = New("x");
        Expression list = Value(depth - 1);
        return new ForEachExpression(label, variable, list, Loop(label, variable, depth));
    }

    // The counter is no variable of the program, so that the loop comes to an end.
    private Expression While(int depth)
    {
        var label = new LoopLabel();
        Local counter = New("n", mutable: true);
        Expression condition = new AndExpression(
            Node.BuiltIn("<", Node.Get(counter), Node.Integer(_random.Next(1, 5))), Condition(1));
        Expression body = Loop(label, New("unused"), depth, readsVariable: false);
        Expression step = Node.Assign(counter, Node.BuiltIn("+", Node.Get(counter), Node.Integer(1)));
        return Node.Block(Node.Let(counter, Node.Integer(0)), new LoopExpression(label, condition, body, step));
    }

    // Calls itself with a smaller number, a few times at most, and is used as a value nowhere but in calls.
    private Expression LocalFunction(int depth)
    {
        LoopLabel[] outer = [.. _loops];
        _loops.Clear();
        Local function = New("g");
        Local number = New("n");
        Local other = New("o");
        LambdaExpression lambda = Scoped(() =>
        {
            _readable.AddRange([number, other]);
            Expression again = new ApplyExpression(
                Node.Get(function), [Node.BuiltIn("-", Node.Get(number), Node.Integer(1)), Value(depth - 2)]);
            return new LambdaExpression(
                [number, other],
                Node.If(
                    Node.BuiltIn(">", Node.Get(number), Node.Integer(0)),
                    Chance(2) ? again : Node.Tuple(again, Value(depth - 2)),
                    Block(depth - 2)));
        });
        _loops.AddRange(outer);
        return Node.Block(
            new LetFunctionsExpression([new LocalFunction(function, lambda)]),
            new ApplyExpression(Node.Get(function), [Node.Integer(_random.Next(4)), Value(depth - 2)]));
    }

    private Expression Bitstring(int depth) => new BitstringExpression(
        [
            .. Several(depth).Select(value => Chance(2)
                ? new BitstringSegment(BitstringSegmentKind.Integer, value, Node.Integer(8))
                : new BitstringSegment(BitstringSegmentKind.Binary, value, null, 8)),
            new BitstringSegment(BitstringSegmentKind.Binary, Node.String("é"), null, 8),
        ])
    {
        OnFailure = Chance(3) ? null : Value(depth - 2),
    };

    private Expression Loop(LoopLabel label, Local variable, int depth, bool readsVariable = true) => Scoped(() =>
    {
        _loops.Add(label);
        if (readsVariable)
        {
            _readable.Add(variable);
        }

        Expression body = Block(depth - 2);
        _loops.Remove(label);
        return body;
    });

    private Expression Try(int depth)
    {
        Expression body = Block(depth - 1);
        return Scoped(() =>
        {
            Local kind = New("c");
            Local reason = New("r");
            _readable.AddRange([kind, reason]);
            return new TryExpression(body, kind, reason, New("s"), Block(depth - 2));
        });
    }

    // Made and called on the spot: funs are not terms for the interpreter.
    private Expression Closure(int depth)
    {
        LoopLabel[] outer = [.. _loops];
        _loops.Clear();
        Local[] parameters = [.. Enumerable.Range(0, _random.Next(0, 3)).Select(_ => New("a"))];
        Expression lambda = Scoped(() =>
        {
            _readable.AddRange(parameters);
            return new LambdaExpression([.. parameters], Block(depth - 2));
        });
        _loops.AddRange(outer);
        return new ApplyExpression(lambda, [.. parameters.Select(_ => Value(depth - 2))]);
    }

    private Expression Condition(int depth) => _random.Next(depth <= 0 ? 3 : 6) switch
    {
        0 => Node.BuiltIn(Pick(["=:=", "=/=", "<", ">", "=<", ">="]), Value(0), Value(0)),
        1 => Node.BuiltIn(Pick(["is_integer", "is_list", "is_tuple", "is_atom", "is_map"]), Value(0)),
        2 => Node.BuiltIn(Pick(["=:=", "<", ">="]), Integer(depth - 1), Integer(0)),
        3 => new AndExpression(Condition(depth - 1), Condition(depth - 1)),
        4 => new OrExpression(Condition(depth - 1), Condition(depth - 1)),
        _ => new NotExpression(Condition(depth - 1)),
    };

    private Expression Integer(int depth)
    {
        _budget--;
        if (depth <= 0 || _budget <= 0 || Chance(4))
        {
            return Node.Integer(_random.Next(-3, 8));
        }

        string name = Pick(["+", "-", "*", "div", "rem"]);
        Expression left = Value(depth - 1);
        Expression right = Value(depth - 1);
        return new BuiltInExpression(name, [left, right]) { OnFailure = Chance(3) ? null : Integer(depth - 1) };
    }

    private Expression Value(int depth)
    {
        _budget--;
        if (depth <= 0 || _budget <= 0)
        {
            return _readable.Count > 0 && !Chance(4) ? Node.Get(Pick(_readable)) : Node.Literal(Constant());
        }

        switch (_random.Next(17))
        {
            case 0 or 1 or 2:
                return Integer(depth);
            case 3:
                return Node.If(Condition(depth - 1), Value(depth - 1), Value(depth - 1));
            case 4 or 5 when _functions.Count > 0:
                IrFunction function = Pick(_functions);
                return new CallExpression(
                    function.Reference, [.. function.Parameters.Select(_ => Value(depth - 2))]);
            case 6:
                return new TupleExpression([.. Several(depth)]);
            case 7:
                return new ListExpression([.. Several(depth)], Chance(2) ? null : Value(depth - 1));
            case 8:
                return Match(depth);
            case 9:
                return new TupleElementExpression(Value(depth - 1), new TupleShape(2, Chance(2) ? "t" : null), _random.Next(2))
                {
                    OnFailure = Chance(3) ? null : Value(depth - 2),
                };
            case 10:
                return new TupleUpdateExpression(
                    Value(depth - 1), new TupleShape(3, null), [new(2, Value(depth - 2)), new(0, Value(depth - 2))])
                {
                    OnFailure = Value(depth - 2),
                };
            case 11:
                return new BuiltInExpression(Pick(["hd", "tl", "length", "tuple_size"]), [Value(depth - 1)])
                {
                    OnFailure = Chance(3) ? null : Value(depth - 2),
                };
            case 12:
                return new MapExpression(null, [.. Several(depth).Select(value => new MapEntry(Node.Literal(Constant()), value))]);
            case 13 when Chance(4):
                return new RaiseExpression(Node.Atom(Pick(["error", "throw", "exit"])), Value(depth - 1), null);
            case 14:
                return Condition(depth - 1);
            case 15:
                return Bitstring(depth);
            default:
                return _readable.Count > 0 ? Node.Get(Pick(_readable)) : Node.Unit;
        }
    }

    private IEnumerable<Expression> Several(int depth) =>
        Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Value(depth - 1)).ToList();

    private Expression Match(int depth)
    {
        Expression subject = Value(depth - 1);
        var clauses = ImmutableArray.CreateBuilder<MatchClause>();
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            clauses.Add(Scoped(() =>
            {
                Pattern pattern = PatternOf(2);
                Expression? guard = Chance(3) ? Condition(0) : null;
                return new MatchClause(pattern, guard, Value(depth - 2));
            }));
        }

        return new MatchExpression(subject, clauses.ToImmutable()) { Otherwise = Chance(3) ? null : Value(depth - 2) };
    }

    private Pattern PatternOf(int depth)
    {
        switch (_random.Next(depth <= 0 ? 3 : 8))
        {
            case 0:
                return new WildcardPattern();
            case 1:
                Local local = New("m");
                Pattern inner = depth > 0 && Chance(2) ? PatternOf(depth - 1) : new WildcardPattern();
                _readable.Add(local);
                return new BindPattern(local, inner);
            case 2:
                return new LiteralPattern(Constant());
            case 3:
                return new TuplePattern([.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => PatternOf(depth - 1))]);
            case 4:
                return new TuplePattern([new LiteralPattern(Term.Atom(Pick(["t", "u"]))), PatternOf(depth - 1)]);
            case 5:
                return new ConsPattern(PatternOf(depth - 1), PatternOf(depth - 1));
            case 6:
                return new TypePattern(Pick(["is_integer", "is_list", "is_tuple", "is_atom"]), PatternOf(depth - 1));
            default:
                return new MapPattern([new MapPatternEntry(Node.Literal(Constant()), PatternOf(depth - 1))]);
        }
    }

    private Term Constant() => _random.Next(10) switch
    {
        9 => Term.String("ab"),
        0 => Term.Atom(Pick(["a", "b", "t", "true", "false"])),
        1 => Term.Nil,
        2 => Term.List(Term.Integer(1), Term.Integer(2)),
        3 => Term.Tuple(Term.Atom("t"), Term.Integer(_random.Next(3))),
        4 => Term.Tuple(Term.Integer(1), Term.Integer(2), Term.Integer(3)),
        5 => Term.Integer(1L << _random.Next(56, 63)),
        _ => Term.Integer(_random.Next(-2, 5)),
    };
}
