using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir.Checking;

/// <content>One rule for each class of expressions that compute values.</content>
internal sealed partial class FunctionChecker
{
    private void CheckNode(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                problems.CheckLiteral(literal.Value, "a constant");
                break;
            case LocalExpression read:
                CheckUse(read.Local, "read");
                break;
            case BuiltInExpression builtIn:
                CheckAll(builtIn.Arguments);
                if (!BuiltIns.TryFind(builtIn.Name, builtIn.Arguments.Length, out _))
                {
                    problems.Error("BA307", $"there is no built-in function {builtIn.Name}/{builtIn.Arguments.Length}");
                }

                CheckOptional(builtIn.OnFailure);
                break;
            case AndExpression and:
                Check(and.Left);
                CheckOptional(and.Right);
                break;
            case OrExpression or:
                Check(or.Left);
                CheckOptional(or.Right);
                break;
            case NotExpression not:
                Check(not.Operand);
                break;
            case TupleExpression tuple:
                CheckAll(tuple.Elements);
                CheckTupleSize(tuple.Elements.Length);
                break;
            case ListExpression list:
                CheckAll(list.Elements);
                CheckAll(list.Tail is null ? [] : [list.Tail]);
                break;
            case MapExpression map:
                CheckAll(map.Source is null ? [] : [map.Source]);
                CheckAll(map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }));
                break;
            case BitstringExpression bitstring:
                CheckBitstring(bitstring);
                break;
            case TupleElementExpression element:
                Check(element.Tuple);
                CheckShape(element.Shape);
                CheckIndex(element.Index, element.Shape);
                CheckOptional(element.OnFailure);
                break;
            case TupleUpdateExpression update:
                CheckUpdate(update);
                break;
            case LambdaExpression lambda:
                CheckLambda(lambda);
                break;
            default:
                CheckCall(expression);
                break;
        }
    }

    private void CheckCall(Expression expression)
    {
        switch (expression)
        {
            case CallExpression call:
                CheckAll(call.Arguments);
                CheckArity(call.Function, call.Arguments.Length);
                CheckFunction(call.Function);
                break;
            case RemoteCallExpression call:
                CheckAll(call.Arguments);
                CheckArgumentCount(call.Arguments.Length);
                problems.CheckAtom(call.Module, "the module's name");
                problems.CheckAtom(call.Function, "the function's name");
                _bound = call.NeverReturns ? _bound.Unreachable() : _bound;
                break;
            case DynamicCallExpression call:
                CheckAll([.. call.Arguments, call.Module, call.Function]);
                CheckArgumentCount(call.Arguments.Length);
                break;
            case ApplyExpression apply:
                CheckAll([.. apply.Arguments, apply.Fun]);
                CheckArgumentCount(apply.Arguments.Length);
                break;
            case FunctionValueExpression { Module: null } value:
                CheckFunction(value.Function);
                break;
            case FunctionValueExpression value:
                if (value.Function.Arity is < 0 or > MaximumArity)
                {
                    problems.Error("BA306", $"no function takes {value.Function.Arity} arguments");
                }

                break;
            default:
                CheckControlFlow(expression);
                break;
        }
    }

    private void CheckLambda(LambdaExpression lambda)
    {
        // What is bound around a lambda is captured; loops around it are out of reach.
        var (bound, loops, isInGuard) = (_bound, _openLoops, _isInGuard);
        _openLoops = [];
        _isInGuard = false;
        CheckParameters(lambda.Parameters, "the fun");
        Check(lambda.Body);
        (_bound, _openLoops, _isInGuard) = (bound, loops, isInGuard);
    }

    private void CheckTupleSize(int size)
    {
        const int Largest = (1 << 24) - 1;
        if (size is < 0 or > Largest)
        {
            problems.Error("BA308", $"a tuple cannot have {size} elements");
        }
    }

    private void CheckShape(TupleShape shape)
    {
        CheckTupleSize(shape.Arity);
        if (shape.Tag is not null)
        {
            problems.CheckAtom(shape.Tag, "the tag");
            if (shape.Arity == 0)
            {
                problems.Error("BA308", "a tuple without elements has no tag");
            }
        }
    }

    private void CheckIndex(int index, TupleShape shape)
    {
        if (index < 0 || index >= shape.Arity)
        {
            problems.Error("BA308", $"there is no element {index} in a tuple of {shape.Arity} elements");
        }
    }

    private void CheckUpdate(TupleUpdateExpression update)
    {
        Check(update.Tuple);
        CheckShape(update.Shape);
        var indices = new HashSet<int>();
        foreach (var element in update.Updates)
        {
            Check(element.Value);
            CheckIndex(element.Index, update.Shape);
            if (!indices.Add(element.Index))
            {
                problems.Error("BA308", $"element {element.Index} is replaced twice");
            }
        }

        CheckOptional(update.OnFailure);
    }

    private void CheckBitstring(BitstringExpression bitstring)
    {
        foreach (var segment in bitstring.Segments)
        {
            Check(segment.Value);
            CheckAll(segment.Size is null ? [] : [segment.Size]);
            CheckSegment(segment);
        }

        CheckOptional(bitstring.OnFailure);
    }

    private void CheckSegment(BitstringSegment segment)
    {
        if (segment.Unit is < 1 or > 256)
        {
            problems.Error("BA315", $"a segment's unit is 1 to 256, not {segment.Unit}");
        }

        if (segment.Kind >= BitstringSegmentKind.Utf8 && (segment.Size is not null || segment.Unit != 1))
        {
            problems.Error("BA315", "a UTF segment has neither size nor unit");
        }

        if (segment.Size is not LiteralExpression { Value: var size })
        {
            return;
        }

        if (size is not IntegerTerm number || number.Value < 0)
        {
            problems.Error("BA315", "a segment's size is a number that is not negative");
        }
        else if (segment.Kind == BitstringSegmentKind.Float && number.Value * segment.Unit is var bits
            && bits != 16 && bits != 32 && bits != 64)
        {
            problems.Error("BA315", $"a float has 16, 32 or 64 bits, not {bits}");
        }
    }
}
