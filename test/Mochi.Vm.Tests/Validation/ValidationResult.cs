namespace Mochi.Vm.Tests.Validation;

/// <summary>What OTP's compiler said about the assembly text of one module.</summary>
/// <param name="Name">The name that the text was given under.</param>
/// <param name="Errors">What is wrong, one item for each function; empty when the module was accepted.</param>
/// <param name="Beam">The module that OTP assembled; <see langword="null"/> when it was refused.</param>
internal sealed record ValidationResult(string Name, string Errors, byte[]? Beam)
{
    /// <summary>Whether OTP accepted the module.</summary>
    public bool IsAccepted => Errors.Length == 0;
}
