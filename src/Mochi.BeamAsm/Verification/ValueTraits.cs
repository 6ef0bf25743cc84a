namespace Mochi.BeamAsm.Verification;

/// <summary>Where a value comes from, as far as it matters.</summary>
[Flags]
internal enum ValueTraits
{
    /// <summary>Nothing to be kept in mind.</summary>
    None = 0,

    /// <summary>It is (a part of) a message that is still in the queue, which garbage collection does not know.</summary>
    Fragile = 1 << 0,

    /// <summary>
    /// (A part of) it comes from another function of the module, so that following single calls may tell more of it than all calls together do.
    /// Of other values nobody knows more than the instructions before tell.
    /// </summary>
    Hearsay = 1 << 1,
}
