namespace Mochi.BeamDump.Disassembling;

/// <summary>How code is written.</summary>
internal enum DisassemblySyntax
{
    /// <summary>For reading only.</summary>
    Readable,

    /// <summary>The assembly text of OTP's compiler.</summary>
    Otp,

    /// <summary>The assembly text of this repository.</summary>
    Basm,
}
