namespace Mochi.BeamAsm.Ir;

/// <summary>
/// A variable of one function. Locals are told apart by identity, not by name; two of them may share a name.
/// </summary>
/// <param name="name">Name in the source, for printing.</param>
/// <param name="type">Static type that the front end vouches for.</param>
/// <param name="isMutable">Whether <see cref="AssignExpression"/> may change it after it was bound.</param>
public sealed class Local(string name, IrType type, bool isMutable = false)
{
    /// <summary>Name in the source, for printing; not unique.</summary>
    public string Name { get; } = name;

    /// <summary>Static type that the front end vouches for.</summary>
    public IrType Type { get; } = type;

    /// <summary>Whether <see cref="AssignExpression"/> may change it after it was bound.</summary>
    public bool IsMutable { get; } = isMutable;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
