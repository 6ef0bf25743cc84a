namespace Mochi.BeamFile.Instructions;

/// <summary>A function of another module, or a BIF: an entry of the import table.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Arity">Its number of arguments.</param>
public sealed record ImportOperand(string Module, string Function, int Arity) : Operand
{
    /// <inheritdoc/>
    public override string ToString() => $"{{extfunc,{Module},{Function},{Arity}}}";
}
