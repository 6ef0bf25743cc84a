namespace Mochi.BeamAsm.Verification;

/// <summary>What is known of a block of a function.</summary>
internal struct Block
{
    /// <summary>Control comes from several places.</summary>
    public const int Several = -2;

    /// <summary>What is known of the machine where it begins; <see langword="null"/> while nothing leads there.</summary>
    public MachineState? Entry;

    /// <summary>The one instruction that has led here, or <see cref="Several"/>.</summary>
    public int Source;

    /// <summary>When it did.</summary>
    public int SourceRound;

    /// <summary>How often that has changed.</summary>
    public byte Visits;

    /// <summary>Whether it has changed since the block was followed.</summary>
    public bool IsPending;

    /// <summary>Whether there is something to report.</summary>
    public bool HasFindings;

    /// <summary>Whether something is wrong unless it is proven, and may be proven by what single calls give.</summary>
    public bool MayBeProven;

    /// <summary>Whether it does nothing but raise an exception that leaves the function.</summary>
    public bool IsPlainError;

    /// <summary>Whether it calls the function itself with what its parameters are.</summary>
    public bool HasOwnCall;

    /// <summary>The types of registers that it relies on.</summary>
    public UseCounts Annotations;

    /// <summary>The operands that its instructions trust.</summary>
    public UseCounts Operands;
}
