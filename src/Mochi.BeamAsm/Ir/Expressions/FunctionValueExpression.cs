namespace Mochi.BeamAsm.Ir;

/// <summary>
/// A fun for a named function: <c>fun F/A</c> of this module, or <c>fun M:F/A</c>, which survives a code upgrade.
/// </summary>
/// <param name="Module">Module name, or <see langword="null"/> for a function of this module.</param>
/// <param name="Function">The function.</param>
public sealed record FunctionValueExpression(string? Module, FunctionReference Function) : Expression;
