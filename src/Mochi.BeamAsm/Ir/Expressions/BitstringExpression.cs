using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Builds a bitstring.</summary>
/// <param name="Segments">The segments, evaluated left to right.</param>
public sealed record BitstringExpression(ImmutableArray<BitstringSegment> Segments) : Expression
{
    /// <summary>Evaluated when a segment's value does not fit its type; <see langword="null"/> to raise <c>badarg</c>.</summary>
    public Expression? OnFailure { get; init; }
}
