namespace Mochi.BeamFile.Container;

/// <summary>A release of Erlang/OTP whose compiler's way of writing files is meant.</summary>
public enum OtpRelease
{
    /// <summary>OTP 25: type table version 1.</summary>
    Otp25 = 25,

    /// <summary>OTP 26: type table version 2.</summary>
    Otp26 = 26,

    /// <summary>OTP 27: type table version 3. Files in this form load on 27, 28 and 29.</summary>
    Otp27 = 27,

    /// <summary>OTP 28: long atom lengths, plain literal table.</summary>
    Otp28 = 28,

    /// <summary>OTP 29: type table version 4.</summary>
    Otp29 = 29,
}
