namespace Mochi.BeamAsm.Ir;

/// <summary>Repeats a body while a condition holds; gives <c>ok</c>.</summary>
/// <param name="Label">Names the loop.</param>
/// <param name="Condition">Checked before every turn; <see langword="null"/> for a loop that only a break, return or exception ends.</param>
/// <param name="Body">Evaluated every turn; its value is dropped.</param>
/// <param name="Step">Evaluated after the body and after every <see cref="ContinueExpression"/>; <see langword="null"/> for nothing.</param>
public sealed record LoopExpression(LoopLabel Label, Expression? Condition, Expression Body, Expression? Step) : Expression;
