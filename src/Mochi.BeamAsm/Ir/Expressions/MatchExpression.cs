using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Chooses the first clause whose pattern matches and whose guard is <c>true</c>.</summary>
/// <param name="Subject">The value to match; evaluated once.</param>
/// <param name="Clauses">The clauses, tried in order.</param>
public sealed record MatchExpression(Expression Subject, ImmutableArray<MatchClause> Clauses) : Expression
{
    /// <summary>
    /// Evaluated when no clause fits; <see langword="null"/> to raise <c>{case_clause, Value}</c>.
    /// </summary>
    public Expression? Otherwise { get; init; }
}
