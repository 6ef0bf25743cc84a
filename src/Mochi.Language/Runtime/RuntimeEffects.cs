namespace Mochi.Language.Runtime;

/// <summary>What a call of a function can do besides giving a result; what is not known to be impossible counts.</summary>
[Flags]
internal enum RuntimeEffects
{
    /// <summary>Nothing: the result depends on the arguments only, and there is one.</summary>
    None = 0,

    /// <summary>
    /// The result depends on more than the arguments: a clock, files, the environment, messages, the process. The text of an
    /// exception counts only for who catches it.
    /// </summary>
    ReadsWorld = 1,

    /// <summary>It changes what outlives the call: files, output, tables, the state of the process or machine.</summary>
    Writes = 2,

    /// <summary>It sends messages or signals, or starts or stops processes.</summary>
    SendsMessages = 4,

    /// <summary>It calls funs that it was given, and does whatever they do.</summary>
    CallsFunctions = 8,

    /// <summary>It raises an exception for some arguments.</summary>
    MayRaise = 16,

    /// <summary>It never returns.</summary>
    NeverReturns = 32,
}
