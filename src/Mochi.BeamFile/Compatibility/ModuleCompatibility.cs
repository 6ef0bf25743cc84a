using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Compatibility;

/// <summary>Which OTP releases load a module, and why no others.</summary>
/// <remarks>
/// What decides is what loaders look at: how the atom and literal tables are written, the greatest opcode in the head of the
/// code, the instructions, and the BIFs that instructions other than calls name. A type table of an unknown version is
/// ignored by every loader and decides nothing; that a function which is called exists is for nobody to know before the
/// call. Damage is another matter: a file whose chunks can be decoded may still be refused.
/// </remarks>
public sealed record ModuleCompatibility
{
    /// <summary>The oldest release that is told apart from those before it.</summary>
    public const int OldestOtp = 25;

    /// <summary>The newest release that is known.</summary>
    public const int NewestOtp = 29;

    /// <summary>
    /// The lowest release that loads the module, <see cref="OldestOtp"/> also for those before it; <see langword="null"/>
    /// when it takes one after <see cref="NewestOtp"/>.
    /// </summary>
    public required int? LowestOtp { get; init; }

    /// <summary>
    /// Why no lower one: the first thing in the order in which loaders look at a file, but rather an instruction than the
    /// greatest opcode in the head of the code; <see langword="null"/> when <see cref="OldestOtp"/> loads it.
    /// </summary>
    public LoadReason? LowestReason { get; init; }

    /// <summary>
    /// The highest release that loads the module; 26 stands for those up to it; <see langword="null"/> when
    /// <see cref="NewestOtp"/> does.
    /// </summary>
    public int? HighestOtp { get; init; }

    /// <summary>Why no higher one; <see langword="null"/> when there is no bound.</summary>
    public LoadReason? HighestReason { get; init; }

    /// <summary>How many instructions were looked at, without <c>int_code_end</c>.</summary>
    public required int InstructionCount { get; init; }

    /// <summary>Whether this release loads the module.</summary>
    /// <param name="otp">The release, from <see cref="OldestOtp"/> to <see cref="NewestOtp"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another.</exception>
    public bool IsLoadedBy(int otp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(otp, OldestOtp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(otp, NewestOtp);
        return LowestOtp <= otp && (HighestOtp is null || otp <= HighestOtp);
    }

    /// <summary>Finds it out, with one walk through the code.</summary>
    /// <param name="chunks">The file.</param>
    /// <exception cref="Diagnostics.DiagnosticException">A chunk that loaders read is damaged or missing.</exception>
    public static ModuleCompatibility Of(BeamChunks chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return new CompatibilityFinder(chunks).Find();
    }
}
