namespace Mochi.BeamFile.Analysis;

/// <summary>Why a call would fail with <c>undef</c>.</summary>
public enum UnresolvedReason
{
    /// <summary>There is no such module.</summary>
    NoModule,

    /// <summary>The module has no such function.</summary>
    NoFunction,

    /// <summary>The module has the function but does not export it.</summary>
    NotExported,
}
