namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Runs a body for every integer of a half-open range, in order; gives <c>ok</c>. Both bounds are evaluated once
/// and must be integers.
/// </summary>
/// <param name="Label">Names the loop.</param>
/// <param name="Variable">Immutable local, bound anew every turn.</param>
/// <param name="From">First integer.</param>
/// <param name="To">Integer after the last one.</param>
/// <param name="Body">Evaluated every turn; its value is dropped.</param>
public sealed record ForRangeExpression(LoopLabel Label, Local Variable, Expression From, Expression To, Expression Body) : Expression;
