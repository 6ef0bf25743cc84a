using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <summary>
/// A point where several paths of a function meet. Each path leaves the values that its mutable locals have and, where
/// the paths compute any, results; the block behind the join gets a parameter for everything in which they differ.
/// </summary>
internal sealed class Join(FunctionLowering function, TryRegion? region, int resultCount)
{
    private readonly List<Edge> _edges = [];

    /// <summary>Ends the current block, if the path gets here at all, with a way to the join.</summary>
    public void Leave(params SsaOperand[] results)
    {
        if (function.Current is { } block)
        {
            _edges.Add(new Edge(block, function.MutableValues, results));
            function.Current = null;
        }
    }

    /// <summary>
    /// Goes on behind the join; the current block is null when no path leads there. Nothing may leave for the join after.
    /// </summary>
    /// <returns>The first result; the atom <c>ok</c> when there are none.</returns>
    public SsaOperand Enter() => EnterResults() is [var result, ..] ? result : SsaConstant.Unit;

    /// <summary>As <see cref="Enter"/>, for any number of results.</summary>
    public SsaOperand[] EnterResults()
    {
        if (_edges.Count == 0)
        {
            function.Current = null;
            return [.. Enumerable.Repeat(SsaConstant.Unit, resultCount)];
        }

        if (_edges.Count == 1 && _edges[0].From.Region == region)
        {
            function.Current = _edges[0].From;
            function.MutableValues = _edges[0].Values;
            return _edges[0].Results;
        }

        BasicBlock block = function.Function.NewBlock(region);
        var arguments = _edges.ConvertAll(_ => new List<SsaOperand>());
        ImmutableDictionary<Local, SsaOperand> values = _edges[0].Values;
        foreach (Local local in function.MutableLocals)
        {
            // A local that was bound on some of the paths only is out of scope here.
            values = _edges.TrueForAll(edge => edge.Values.ContainsKey(local))
                ? values.SetItem(local, Meet(edge => edge.Values[local], local.Name))
                : values.Remove(local);
        }

        var results = new SsaOperand[resultCount];
        for (int i = 0; i < resultCount; i++)
        {
            results[i] = Meet(edge => edge.Results[i], null);
        }

        for (int i = 0; i < _edges.Count; i++)
        {
            _edges[i].From.Terminator = new JumpTerminator(block, [.. arguments[i]]);
        }

        function.Current = block;
        function.MutableValues = values;
        return results;

        SsaOperand Meet(Func<Edge, SsaOperand> value, string? name)
        {
            SsaOperand first = value(_edges[0]);
            if (_edges.TrueForAll(edge => Same(value(edge), first)))
            {
                return first;
            }

            SsaValue parameter = function.Function.NewValue(name);
            block.Parameters.Add(parameter);
            for (int i = 0; i < _edges.Count; i++)
            {
                arguments[i].Add(value(_edges[i]));
            }

            return parameter;
        }
    }

    private static bool Same(SsaOperand a, SsaOperand b) =>
        ReferenceEquals(a, b) || (a is SsaConstant x && b is SsaConstant y && x.Value.Equals(y.Value));

    private readonly record struct Edge(
        BasicBlock From,
        ImmutableDictionary<Local, SsaOperand> Values,
        SsaOperand[] Results);
}
