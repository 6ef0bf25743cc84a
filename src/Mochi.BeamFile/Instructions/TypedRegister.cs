using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Instructions;

/// <summary>A register together with what is known about its value.</summary>
/// <param name="Register">The register.</param>
/// <param name="Type">The type; an entry of the type table in the file.</param>
public sealed record TypedRegister(Register Register, BeamType Type) : Operand, IRegisterOperand
{
    /// <inheritdoc/>
    public override string ToString() => $"{{tr,{Register},{Type}}}";
}
