namespace Mochi.BeamAsm.Ir;

/// <summary>Leaves a loop.</summary>
/// <param name="Label">An enclosing loop of the same function.</param>
public sealed record BreakExpression(LoopLabel Label) : Expression;
