namespace Mochi.BeamAsm.Ir;

/// <summary>One function of a <see cref="LetFunctionsExpression"/>.</summary>
/// <param name="Local">Immutable local that stands for the function.</param>
/// <param name="Lambda">The function.</param>
public sealed record LocalFunction(Local Local, LambdaExpression Lambda);
