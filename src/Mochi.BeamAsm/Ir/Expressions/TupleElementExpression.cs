namespace Mochi.BeamAsm.Ir;

/// <summary>Reads an element of a tuple of known shape. Where the flow does not prove the shape, it is checked.</summary>
/// <param name="Tuple">Gives the tuple.</param>
/// <param name="Shape">The shape it must have.</param>
/// <param name="Index">Index from 0, below the shape's arity.</param>
public sealed record TupleElementExpression(Expression Tuple, TupleShape Shape, int Index) : Expression
{
    /// <summary>
    /// Evaluated when the value does not have the shape; <see langword="null"/> to raise <c>{badrecord, Value}</c>.
    /// </summary>
    public Expression? OnFailure { get; init; }
}
