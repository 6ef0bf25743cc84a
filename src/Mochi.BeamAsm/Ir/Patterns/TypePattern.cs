namespace Mochi.BeamAsm.Ir;

/// <summary>Matches a value that passes a type test, such as <c>is_integer</c>.</summary>
/// <param name="Test">Name of a type test of arity 1; see <see cref="BuiltIns"/>.</param>
/// <param name="Inner">Pattern that the value must match too.</param>
public sealed record TypePattern(string Test, Pattern Inner) : Pattern;
