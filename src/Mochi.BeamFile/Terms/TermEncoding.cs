namespace Mochi.BeamFile.Terms;

/// <summary>How a term is written in the external term format.</summary>
public enum TermEncoding
{
    /// <summary>As <c>term_to_binary/1</c> does; maps keep the order of their pairs.</summary>
    Plain,

    /// <summary>With map keys in order, as in literal tables.</summary>
    Deterministic,
}
