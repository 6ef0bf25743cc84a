namespace Mochi.BeamFile.Analysis;

/// <summary>How a function comes to another one.</summary>
public enum CallKind
{
    /// <summary>It calls a function of its own module.</summary>
    Local,

    /// <summary>It calls a function of another module, or of its own by the full name.</summary>
    External,

    /// <summary>It calls a BIF in place, as guards and operators do.</summary>
    Bif,

    /// <summary>It makes a fun that runs a function of its own module, exported or not.</summary>
    Lambda,

    /// <summary>It has an external fun of the function as a literal, <c>fun lists:map/2</c>.</summary>
    Reference,

    /// <summary>It calls with <c>apply</c>: module, function or arity are computed.</summary>
    Apply,

    /// <summary>It calls a fun.</summary>
    Fun,
}
