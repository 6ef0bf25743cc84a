using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Makes a fun. Locals of the enclosing function that the body reads are captured by value when the fun is made;
/// inside, a captured mutable local is a copy of its own.
/// </summary>
/// <param name="Parameters">Parameters.</param>
/// <param name="Body">What the fun computes.</param>
public sealed record LambdaExpression(ImmutableArray<Local> Parameters, Expression Body) : Expression
{
    /// <summary>Name hint for stack traces; <see langword="null"/> for none.</summary>
    public string? Name { get; init; }
}
