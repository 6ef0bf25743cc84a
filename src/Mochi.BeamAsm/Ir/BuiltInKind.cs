namespace Mochi.BeamAsm.Ir;

/// <summary>How the machine runs a built-in function.</summary>
public enum BuiltInKind
{
    /// <summary>A type test or comparison: a branch instruction of its own, and a boolean value through <c>bif</c>.</summary>
    Test,

    /// <summary>A <c>bif</c> instruction: it never collects garbage.</summary>
    Simple,

    /// <summary>A <c>gc_bif</c> instruction: it may collect garbage and has a live count.</summary>
    Allocating,
}
