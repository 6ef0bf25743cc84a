using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Instructions;

/// <summary>A term of the literal table.</summary>
/// <param name="Term">The term.</param>
public sealed record LiteralOperand(Term Term) : Operand, ISourceOperand, IFloatSource, IRecordName, IFlagsOperand
{
    /// <inheritdoc/>
    public override string ToString() => $"{{literal,{Term}}}";
}
