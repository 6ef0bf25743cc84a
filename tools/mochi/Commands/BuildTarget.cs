namespace Mochi.Tool.Commands;

/// <summary>What <c>mochi build</c> makes.</summary>
internal enum BuildTarget
{
    /// <summary>A folder of OTP applications.</summary>
    Beam,

    /// <summary>One executable file.</summary>
    BeamEscript,
}
