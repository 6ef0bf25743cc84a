namespace Mochi.Conformance;

/// <summary>What became of a program.</summary>
internal enum Outcome
{
    /// <summary>It printed what it should.</summary>
    Ok,

    /// <summary>The compiler refused it.</summary>
    CompileError,

    /// <summary>It printed something else than it should.</summary>
    WrongOutput,

    /// <summary>It ended with an error.</summary>
    RuntimeError,

    /// <summary>It did not end in time.</summary>
    Timeout,

    /// <summary>It ran, and there is no recorded output to compare with.</summary>
    NoOut,
}
