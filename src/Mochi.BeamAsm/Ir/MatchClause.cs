namespace Mochi.BeamAsm.Ir;

/// <summary>One clause of a <see cref="MatchExpression"/>.</summary>
/// <param name="Pattern">What the subject must look like; it binds locals for guard and body.</param>
/// <param name="Guard">Must give <c>true</c> for the clause to be chosen; <see langword="null"/> for none.</param>
/// <param name="Body">Value of the match.</param>
public sealed record MatchClause(Pattern Pattern, Expression? Guard, Expression Body);
