using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Container;

/// <summary>The choices that differ between OTP releases in how the same module is written.</summary>
/// <param name="Atoms">How the atom table is written.</param>
/// <param name="PlainLiterals">
/// Whether the literal table is stored as it is (OTP 28 and later) instead of compressed.
/// </param>
/// <param name="TypeVersion">Version of the type table: 1 (OTP 25), 2 (26), 3 (27 and 28), 4 (29).</param>
/// <param name="LowestMaximumOpcode">
/// The opcode that the compiler counts as used in every module, so that older loaders refuse the file at once.
/// </param>
public sealed record BeamFormat(AtomTableForm Atoms, bool PlainLiterals, int TypeVersion, Opcode LowestMaximumOpcode)
{
    /// <summary>How OTP 27 writes files: the form that 27, 28 and 29 load alike.</summary>
    public static BeamFormat Otp27 { get; } = new(AtomTableForm.ShortLengths, false, 3, Opcode.MakeFun3);

    /// <summary>How OTP 29 writes files.</summary>
    public static BeamFormat Otp29 { get; } = new(AtomTableForm.LongLengths, true, 4, Opcode.UpdateRecord);

    /// <summary>How the compiler of a release writes files.</summary>
    public static BeamFormat Of(OtpRelease release) => release switch
    {
        OtpRelease.Otp25 => new BeamFormat(AtomTableForm.ShortLengths, false, 1, Opcode.MakeFun3),
        OtpRelease.Otp26 => new BeamFormat(AtomTableForm.ShortLengths, false, 2, Opcode.MakeFun3),
        OtpRelease.Otp27 => Otp27,
        OtpRelease.Otp28 => new BeamFormat(AtomTableForm.LongLengths, true, 3, Opcode.BsCreateBin),
        OtpRelease.Otp29 => Otp29,
        _ => throw new ArgumentOutOfRangeException(nameof(release)),
    };
}
