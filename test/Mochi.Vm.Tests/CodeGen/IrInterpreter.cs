using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>
/// Evaluates the typed IR by walking it: slow, simple, and independent of the compiler whose output it is compared with.
/// It knows the part of the IR that <see cref="RandomProgram"/> writes. Funs are not terms here, so that a program may call
/// them but not give them away.
/// </summary>
internal sealed class IrInterpreter(IrModule module)
{
    private const int StepLimit = 20_000;
    private const int BitLimit = 2_000;

    private int _steps;
    private readonly Dictionary<FunctionReference, IrFunction> _functions =
        module.Functions.ToDictionary(function => function.Reference);

    /// <summary>Calls a function.</summary>
    /// <exception cref="RaisedException">The program raised.</exception>
    /// <exception cref="OperationCanceledException">The program takes too long.</exception>
    public Term Call(string name, params Term[] arguments)
    {
        _steps = 0;
        return (Term)Call(_functions[new FunctionReference(name, arguments.Length)], arguments);
    }

    private object Call(IrFunction function, object[] arguments)
    {
        var frame = new Dictionary<Local, object>();
        for (int i = 0; i < arguments.Length; i++)
        {
            frame[function.Parameters[i]] = arguments[i];
        }

        return Run(function.Body, frame);
    }

    private object Run(Expression body, Dictionary<Local, object> frame)
    {
        try
        {
            return Evaluate(body, frame);
        }
        catch (ReturnSignal signal)
        {
            return signal.Value;
        }
    }

    private object Evaluate(Expression expression, Dictionary<Local, object> frame)
    {
        if (_steps++ > StepLimit)
        {
            throw new OperationCanceledException("too many steps");
        }

        switch (expression)
        {
            case LiteralExpression literal:
                return literal.Value;
            case LocalExpression read:
                return frame[read.Local];
            case LetExpression let:
                frame[let.Local] = Evaluate(let.Value, frame);
                return Ok;
            case AssignExpression assign:
                frame[assign.Local] = Evaluate(assign.Value, frame);
                return Ok;
            case BlockExpression block:
                object last = Ok;
                foreach (Expression child in block.Expressions)
                {
                    last = Evaluate(child, frame);
                }

                return last;
            case IfExpression choice:
                return Evaluate(Holds(choice.Condition, frame) ? choice.Then : choice.Else, frame);
            case AndExpression and:
                return Boolean(Holds(and.Left, frame) && Holds(and.Right, frame));
            case OrExpression or:
                return Boolean(Holds(or.Left, frame) || Holds(or.Right, frame));
            case NotExpression not:
                return Boolean(!Holds(not.Operand, frame));
            case BuiltInExpression builtIn:
                return EvaluateBuiltIn(builtIn, frame);
            case CallExpression call:
                return Call(_functions[call.Function], [.. call.Arguments.Select(argument => Evaluate(argument, frame))]);
            case LetFunctionsExpression functions:
                var captured = new Dictionary<Local, object>(frame);
                foreach (LocalFunction function in functions.Functions)
                {
                    frame[function.Local] = captured[function.Local] = new Closure(function.Lambda, captured);
                }

                return Ok;
            case BitstringExpression bitstring:
                return EvaluateBitstring(bitstring, frame);
            case LambdaExpression lambda:
                return new Closure(lambda, new Dictionary<Local, object>(frame));
            case ApplyExpression apply:
                object[] arguments = [.. apply.Arguments.Select(argument => Evaluate(argument, frame))];
                return Apply((Closure)Evaluate(apply.Fun, frame), arguments);
            case TupleExpression tuple:
                return Term.Tuple(tuple.Elements.Select(element => (Term)Evaluate(element, frame)).ToList());
            case ListExpression list:
                List<Term> elements = [.. list.Elements.Select(element => (Term)Evaluate(element, frame))];
                return Term.ImproperList(elements, list.Tail is null ? Term.Nil : (Term)Evaluate(list.Tail, frame));
            case TupleElementExpression element:
                var from = (Term)Evaluate(element.Tuple, frame);
                return Fits(from, element.Shape) ? ((TupleTerm)from)[element.Index] : BadRecord(from, element.OnFailure, frame);
            case TupleUpdateExpression update:
                return EvaluateUpdate(update, frame);
            case MapExpression map:
                return EvaluateMap(map, frame);
            case LoopExpression loop:
                return EvaluateLoop(loop, frame);
            case ForRangeExpression range:
                return EvaluateRange(range, frame);
            case ForEachExpression each:
                return EvaluateEach(each, frame);
            case BreakExpression jump:
                throw new JumpSignal(jump.Label, isBreak: true);
            case ContinueExpression jump:
                throw new JumpSignal(jump.Label, isBreak: false);
            case ReturnExpression result:
                throw new ReturnSignal(Evaluate(result.Value, frame));
            case MatchExpression match:
                return EvaluateMatch(match, frame);
            case TryExpression attempt:
                return EvaluateTry(attempt, frame);
            case RaiseExpression raise:
                var kind = (Term)Evaluate(raise.Class, frame);
                throw new RaisedException(kind, (Term)Evaluate(raise.Reason, frame));
            default:
                throw new NotSupportedException(expression.GetType().Name);
        }
    }

    private static Term Ok { get; } = Term.Atom("ok");

    private static Term Boolean(bool value) => value ? Term.True : Term.False;

    private static RaisedException Error(Term reason) => new(Term.Atom("error"), reason);

    private static bool Fits(Term term, TupleShape shape) => term is TupleTerm tuple
        && tuple.Arity == shape.Arity
        && (shape.Tag is null || tuple[0].Equals(Term.Atom(shape.Tag)));

    private bool Holds(Expression condition, Dictionary<Local, object> frame) =>
        Term.True.Equals(Evaluate(condition, frame));

    private object BadRecord(Term value, Expression? onFailure, Dictionary<Local, object> frame) => onFailure is null
        ? throw Error(Term.Tuple(Term.Atom("badrecord"), value))
        : Evaluate(onFailure, frame);

    private object Apply(Closure closure, object[] arguments)
    {
        var frame = new Dictionary<Local, object>(closure.Captured);
        for (int i = 0; i < arguments.Length; i++)
        {
            frame[closure.Lambda.Parameters[i]] = arguments[i];
        }

        return Run(closure.Lambda.Body, frame);
    }

    private object EvaluateBuiltIn(BuiltInExpression builtIn, Dictionary<Local, object> frame)
    {
        Term[] arguments = [.. builtIn.Arguments.Select(argument => (Term)Evaluate(argument, frame))];
        if (Compute(builtIn.Name, arguments) is { } result)
        {
            if (result is IntegerTerm number && number.Value.GetBitLength() > BitLimit)
            {
                throw new OperationCanceledException("too large a number");
            }

            return result;
        }

        if (builtIn.OnFailure is not null)
        {
            return Evaluate(builtIn.OnFailure, frame);
        }

        throw Error(Term.Atom(builtIn.Name is "hd" or "tl" or "length" or "tuple_size" ? "badarg" : "badarith"));
    }

    private static Term? Compute(string name, Term[] a) => (name, a) switch
    {
        ("+", [IntegerTerm x, IntegerTerm y]) => Term.Integer(x.Value + y.Value),
        ("-", [IntegerTerm x, IntegerTerm y]) => Term.Integer(x.Value - y.Value),
        ("*", [IntegerTerm x, IntegerTerm y]) => Term.Integer(x.Value * y.Value),
        ("div", [IntegerTerm x, IntegerTerm { Value.IsZero: false } y]) => Term.Integer(BigInteger.Divide(x.Value, y.Value)),
        ("rem", [IntegerTerm x, IntegerTerm { Value.IsZero: false } y]) => Term.Integer(BigInteger.Remainder(x.Value, y.Value)),
        ("hd", [ListTerm list]) => list.Elements[0],
        ("tl", [ListTerm list]) => ListTerm.Create(list.Elements[1..], list.Tail),
        ("length", [ListTerm { IsProper: true } list]) => Term.Integer(list.Elements.Length),
        ("length", [NilTerm]) => Term.Integer(0),
        ("tuple_size", [TupleTerm tuple]) => Term.Integer(tuple.Arity),
        ("is_integer", [var x]) => Boolean(x is IntegerTerm),
        ("is_atom", [var x]) => Boolean(x is AtomTerm),
        ("is_list", [var x]) => Boolean(x is ListTerm or NilTerm),
        ("is_tuple", [var x]) => Boolean(x is TupleTerm),
        ("is_map", [var x]) => Boolean(x is MapTerm),
        ("=:=" or "==", [var x, var y]) => Boolean(x.Equals(y)),
        ("=/=" or "/=", [var x, var y]) => Boolean(!x.Equals(y)),
        ("<", [var x, var y]) => Boolean(TermComparer.Arithmetic.Compare(x, y) < 0),
        (">", [var x, var y]) => Boolean(TermComparer.Arithmetic.Compare(x, y) > 0),
        ("=<", [var x, var y]) => Boolean(TermComparer.Arithmetic.Compare(x, y) <= 0),
        (">=", [var x, var y]) => Boolean(TermComparer.Arithmetic.Compare(x, y) >= 0),
        _ => null,
    };

    private object EvaluateUpdate(TupleUpdateExpression update, Dictionary<Local, object> frame)
    {
        var from = (Term)Evaluate(update.Tuple, frame);
        (int Index, Term Value)[] updates = [.. update.Updates.Select(u => (u.Index, (Term)Evaluate(u.Value, frame)))];
        if (!Fits(from, update.Shape))
        {
            return BadRecord(from, update.OnFailure, frame);
        }

        Term[] elements = [.. ((TupleTerm)from).Elements];
        foreach ((int index, Term value) in updates)
        {
            elements[index] = value;
        }

        return Term.Tuple(elements);
    }

    private object EvaluateMap(MapExpression map, Dictionary<Local, object> frame)
    {
        Term source = map.Source is null ? Term.Map([]) : (Term)Evaluate(map.Source, frame);
        (Term Key, Term Value)[] entries =
            [.. map.Entries.Select(entry => ((Term)Evaluate(entry.Key, frame), (Term)Evaluate(entry.Value, frame)))];
        if (source is not MapTerm from)
        {
            throw Error(Term.Tuple(Term.Atom("badmap"), source));
        }

        var pairs = new Dictionary<Term, Term>(from.Pairs);
        foreach ((Term key, Term value) in entries)
        {
            pairs[key] = value;
        }

        return new MapTerm([.. pairs]);
    }

    private object EvaluateBitstring(BitstringExpression bitstring, Dictionary<Local, object> frame)
    {
        var bytes = new List<byte>();
        bool fails = false;
        foreach ((BitstringSegment segment, Term value) in bitstring.Segments
            .Select(segment => (segment, (Term)Evaluate(segment.Value, frame))).ToList())
        {
            switch (segment.Kind, value)
            {
                case (BitstringSegmentKind.Integer, IntegerTerm number):
                    bytes.Add((byte)(number.Value & 255));
                    break;
                case (BitstringSegmentKind.Binary, BitstringTerm { BitsInLastByte: 8 } text):
                    bytes.AddRange(text.Bytes);
                    break;
                default:
                    fails = true;
                    break;
            }
        }

        return !fails ? Term.Binary(bytes.ToArray())
            : bitstring.OnFailure is null ? throw Error(Term.Atom("badarg"))
            : Evaluate(bitstring.OnFailure, frame);
    }

    private bool Turn(LoopLabel label, Expression body, Dictionary<Local, object> frame)
    {
        try
        {
            Evaluate(body, frame);
        }
        catch (JumpSignal signal) when (signal.Label == label)
        {
            return !signal.IsBreak;
        }

        return true;
    }

    private Term EvaluateLoop(LoopExpression loop, Dictionary<Local, object> frame)
    {
        while ((loop.Condition is null || Holds(loop.Condition, frame)) && Turn(loop.Label, loop.Body, frame))
        {
            if (loop.Step is not null)
            {
                Evaluate(loop.Step, frame);
            }
        }

        return Ok;
    }

    private Term EvaluateRange(ForRangeExpression range, Dictionary<Local, object> frame)
    {
        BigInteger from = ((IntegerTerm)Evaluate(range.From, frame)).Value;
        BigInteger to = ((IntegerTerm)Evaluate(range.To, frame)).Value;
        for (BigInteger i = from; i < to; i++)
        {
            frame[range.Variable] = Term.Integer(i);
            if (!Turn(range.Label, range.Body, frame))
            {
                break;
            }
        }

        return Ok;
    }

    private Term EvaluateEach(ForEachExpression each, Dictionary<Local, object> frame)
    {
        if (Evaluate(each.List, frame) is ListTerm list)
        {
            foreach (Term element in list.Elements)
            {
                frame[each.Variable] = element;
                if (!Turn(each.Label, each.Body, frame))
                {
                    break;
                }
            }
        }

        return Ok;
    }

    private object EvaluateMatch(MatchExpression match, Dictionary<Local, object> frame)
    {
        var subject = (Term)Evaluate(match.Subject, frame);
        foreach (MatchClause clause in match.Clauses)
        {
            if (Matches(clause.Pattern, subject, frame) && (clause.Guard is null || Holds(clause.Guard, frame)))
            {
                return Evaluate(clause.Body, frame);
            }
        }

        return match.Otherwise is null
            ? throw Error(Term.Tuple(Term.Atom("case_clause"), subject))
            : Evaluate(match.Otherwise, frame);
    }

    private static bool Matches(Pattern pattern, Term value, Dictionary<Local, object> frame)
    {
        switch (pattern)
        {
            case BindPattern bind:
                frame[bind.Local] = value;
                return Matches(bind.Inner, value, frame);
            case LiteralPattern literal:
                return literal.Value.Equals(value);
            case TuplePattern tuple:
                return value is TupleTerm t
                    && t.Arity == tuple.Elements.Length
                    && tuple.Elements.Select((element, i) => Matches(element, t[i], frame)).All(fits => fits);
            case ConsPattern cons:
                return value is ListTerm list
                    && Matches(cons.Head, list.Elements[0], frame)
                    && Matches(cons.Tail, ListTerm.Create(list.Elements[1..], list.Tail), frame);
            case TypePattern type:
                return Term.True.Equals(Compute(type.Test, [value])) && Matches(type.Inner, value, frame);
            case MapPattern map:
                return value is MapTerm m && map.Entries.All(entry =>
                    m[((LiteralExpression)entry.Key).Value] is { } found && Matches(entry.Value, found, frame));
            default:
                return true;
        }
    }

    private object EvaluateTry(TryExpression attempt, Dictionary<Local, object> frame)
    {
        try
        {
            return Evaluate(attempt.Body, frame);
        }
        catch (RaisedException raised)
        {
            frame[attempt.Class] = raised.Class;
            frame[attempt.Reason] = raised.Reason;
        }

        return Evaluate(attempt.Handler, frame);
    }

    private sealed record Closure(LambdaExpression Lambda, Dictionary<Local, object> Captured);

    private sealed class JumpSignal(LoopLabel label, bool isBreak) : Exception
    {
        public LoopLabel Label { get; } = label;

        public bool IsBreak { get; } = isBreak;
    }

    private sealed class ReturnSignal(object value) : Exception
    {
        public object Value { get; } = value;
    }
}
