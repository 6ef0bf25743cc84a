namespace Mochi.BeamAsm.Ssa;

/// <summary>Gives a map with keys added or replaced. Two or more keys are distinct literals.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="mustExist">Whether the keys must be there; raises <c>badkey</c> if not.</param>
/// <param name="source">The map.</param>
/// <param name="keysAndValues">Keys and values in turn.</param>
internal sealed class MapInstruction(SsaValue result, bool mustExist, SsaOperand source, params SsaOperand[] keysAndValues)
    : SsaInstruction(result, [source, .. keysAndValues])
{
    /// <summary>Whether the keys must be there.</summary>
    public bool MustExist { get; } = mustExist;

    /// <inheritdoc/>
    public override bool IsPure => false;
}
