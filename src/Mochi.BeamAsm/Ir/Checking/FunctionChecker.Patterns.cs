using System.Runtime.CompilerServices;

namespace Mochi.BeamAsm.Ir.Checking;

/// <content>Patterns.</content>
internal sealed partial class FunctionChecker
{
    /// <summary>Keys are evaluated before the pattern binds anything.</summary>
    private void CheckKeys(Pattern pattern)
    {
        foreach (var entry in WithInner(pattern).OfType<MapPattern>().SelectMany(map => map.Entries))
        {
            if (entry.Key is LiteralExpression or LocalExpression)
            {
                Check(entry.Key);
            }
            else
            {
                problems.Error("BA310", "a key of a map pattern is a constant or a local");
            }
        }
    }

    private void Check(Pattern pattern)
    {
        if (_isTooDeep)
        {
            return;
        }

        var outer = problems.Position;
        problems.Position = pattern.Position.IsKnown ? pattern.Position : outer;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _isTooDeep = true;
            problems.Error("BA320", "patterns are nested too deeply");
        }

        switch (pattern)
        {
            case LiteralPattern literal:
                problems.CheckLiteral(literal.Value, "a constant");
                break;
            case BindPattern bind:
                Bind(bind.Local);
                Check(bind.Inner);
                break;
            case TypePattern type:
                CheckTest(type.Test);
                Check(type.Inner);
                break;
            case TuplePattern tuple:
                CheckTupleSize(tuple.Elements.Length);
                foreach (var element in tuple.Elements)
                {
                    Check(element);
                }

                break;
            case ConsPattern cons:
                Check(cons.Head);
                Check(cons.Tail);
                break;
            case MapPattern map:
                foreach (var entry in map.Entries)
                {
                    Check(entry.Value);
                }

                break;
            default:
                break;
        }

        problems.Position = outer;
    }

    private void CheckTest(string test)
    {
        if (!BuiltIns.TryFind(test, 1, out var builtIn) || builtIn.Kind != BuiltInKind.Test)
        {
            problems.Error("BA307", $"there is no type test {test}/1");
        }
    }

    /// <summary>A pattern and all patterns in it.</summary>
    private static IEnumerable<Pattern> WithInner(Pattern pattern)
    {
        var pending = new Stack<Pattern>();
        pending.Push(pattern);
        while (pending.TryPop(out var next))
        {
            yield return next;
            foreach (var inner in Inner(next).Reverse())
            {
                pending.Push(inner);
            }
        }
    }

    private static IEnumerable<Pattern> Inner(Pattern pattern) => pattern switch
    {
        BindPattern bind => [bind.Inner],
        TypePattern type => [type.Inner],
        TuplePattern tuple => tuple.Elements,
        ConsPattern cons => [cons.Head, cons.Tail],
        MapPattern map => map.Entries.Select(entry => entry.Value),
        _ => [],
    };
}
