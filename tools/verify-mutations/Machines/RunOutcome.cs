namespace Mochi.VerifyMutations.Machines;

/// <summary>What comes of loading and running a mutant.</summary>
internal enum RunOutcome
{
    NotRun,

    /// <summary>The loader refuses it.</summary>
    Refused,

    /// <summary>It was loaded, and the calls came to an end.</summary>
    Ran,

    /// <summary>The machine went down while it was loaded.</summary>
    CrashedAtLoad,

    /// <summary>The machine went down while it ran.</summary>
    Crashed,

    /// <summary>Loading it did not end.</summary>
    HungAtLoad,

    /// <summary>A process could not be stopped.</summary>
    Hung,

    /// <summary>The machine had too little memory.</summary>
    OutOfMemory,
}
