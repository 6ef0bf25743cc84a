namespace Mochi.BeamAsm.Ssa;

/// <summary>Value of a key in a value that is proven to be a map; it stands only in a <see cref="CheckedTerminator"/>.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="map">The map.</param>
/// <param name="key">The key.</param>
internal sealed class MapElementInstruction(SsaValue result, SsaOperand map, SsaOperand key)
    : SsaInstruction(result, map, key);
