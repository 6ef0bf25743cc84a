namespace Mochi.BeamAsm.Text;

/// <summary>
/// The OTP release whose assembly text is meant. The compiler's own types, which stand in the text of typed registers,
/// differ between releases, so text for one is not accepted by another.
/// </summary>
public enum AssemblyDialect
{
    /// <summary>OTP 27.</summary>
    Otp27 = 27,

    /// <summary>OTP 29: unions of types have a place for native records.</summary>
    Otp29 = 29,
}
