namespace Mochi.Otp.Applications;

/// <summary>One file of an OTP application.</summary>
/// <param name="Path">Its path below the application's folder, <c>/</c> between the parts: <c>ebin/lists.beam</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ApplicationFile(string Path, ReadOnlyMemory<byte> Content);
