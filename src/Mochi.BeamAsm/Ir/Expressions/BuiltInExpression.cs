using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Applies a guard built-in function or operator of module <c>erlang</c> that the machine has an instruction for:
/// <c>+</c>, <c>div</c>, <c>=:=</c>, <c>is_integer</c>, <c>map_get</c>, <c>tuple_size</c>, <c>hd</c> and so on; see
/// <see cref="BuiltIns"/> for all of them.
/// </summary>
/// <param name="Name">Name as in Erlang.</param>
/// <param name="Arguments">As many as the function takes.</param>
public sealed record BuiltInExpression(string Name, ImmutableArray<Expression> Arguments) : Expression
{
    /// <summary>
    /// Evaluated in place of raising when the operation fails; <see langword="null"/> to raise what Erlang raises. For
    /// an operation that cannot fail it is never evaluated.
    /// </summary>
    public Expression? OnFailure { get; init; }
}
