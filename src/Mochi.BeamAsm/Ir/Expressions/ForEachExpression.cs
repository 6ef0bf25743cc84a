namespace Mochi.BeamAsm.Ir;

/// <summary>Runs a body for every element of a list, in order; gives <c>ok</c>. An improper tail ends the loop.</summary>
/// <param name="Label">Names the loop.</param>
/// <param name="Variable">Immutable local, bound anew every turn.</param>
/// <param name="List">Gives the list; evaluated once.</param>
/// <param name="Body">Evaluated every turn; its value is dropped.</param>
public sealed record ForEachExpression(LoopLabel Label, Local Variable, Expression List, Expression Body) : Expression;
