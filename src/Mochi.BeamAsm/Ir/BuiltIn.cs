using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Ir;

/// <summary>A function or operator of module <c>erlang</c> that the machine has an instruction for.</summary>
/// <param name="Name">Name as in Erlang.</param>
/// <param name="Arity">Number of arguments, 0 to 3.</param>
/// <param name="Kind">How the machine runs it.</param>
/// <param name="CanFail">Whether some argument makes it fail.</param>
/// <param name="Result">Static type of the result.</param>
/// <param name="TestOpcode">The branch instruction of a <see cref="BuiltInKind.Test"/>; it branches when the test is false.</param>
/// <param name="SwapsArguments">Whether the branch instruction takes the two arguments the other way round.</param>
public sealed record BuiltIn(
    string Name,
    int Arity,
    BuiltInKind Kind,
    bool CanFail,
    IrType Result,
    Opcode TestOpcode = default,
    bool SwapsArguments = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{Arity}";
}
