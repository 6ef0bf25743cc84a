namespace Mochi.BeamAsm.Ir;

/// <summary>Goes on with the next turn of a loop.</summary>
/// <param name="Label">An enclosing loop of the same function.</param>
public sealed record ContinueExpression(LoopLabel Label) : Expression;
