using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Gives a copy of a tuple of known shape with some elements replaced. Where the flow does not prove the shape, it
/// is checked.
/// </summary>
/// <param name="Tuple">Gives the tuple.</param>
/// <param name="Shape">The shape it must have.</param>
/// <param name="Updates">New values by index; no index twice; evaluated in order, after the tuple.</param>
public sealed record TupleUpdateExpression(Expression Tuple, TupleShape Shape, ImmutableArray<TupleElementUpdate> Updates) : Expression
{
    /// <summary>
    /// Evaluated when the value does not have the shape; <see langword="null"/> to raise <c>{badrecord, Value}</c>.
    /// </summary>
    public Expression? OnFailure { get; init; }
}
