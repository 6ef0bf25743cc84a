namespace Mochi.BeamAsm.Ir;

/// <summary>A key and a value of a <see cref="MapExpression"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="MustExist">Whether the key must be in the map already (<c>:=</c>); otherwise it is added.</param>
public sealed record MapEntry(Expression Key, Expression Value, bool MustExist = false);
