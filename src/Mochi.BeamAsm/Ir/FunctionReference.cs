namespace Mochi.BeamAsm.Ir;

/// <summary>Names a function of the same module.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arity">Number of parameters, 0 to 255.</param>
public sealed record FunctionReference(string Name, int Arity)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{Arity}";
}
