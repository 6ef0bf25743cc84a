using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Instructions;

/// <summary>A function of another module, or a BIF: an entry of the import table.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Arity">Its number of arguments.</param>
public sealed record ImportOperand(string Module, string Function, int Arity) : Operand
{
    /// <inheritdoc/>
    public bool Equals(ImportOperand? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Arity == other.Arity && Function == other.Function && Module == other.Module);

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(TermHash.Add(Arity, Function), Module);

    /// <inheritdoc/>
    public override string ToString() => $"{{extfunc,{Module},{Function},{Arity}}}";
}
