namespace Mochi.BeamFile.Compatibility;

/// <summary>Something in a file that the loaders of some OTP releases refuse or do not know.</summary>
/// <param name="Otp">
/// The release that it is about: the first one that loads it, or the last one; <see langword="null"/> for a release after
/// <see cref="ModuleCompatibility.NewestOtp"/>.
/// </param>
/// <param name="Text">What it is, such as <c>instruction debug_line</c>: words that go into the middle of a sentence.</param>
/// <param name="Chunk">The chunk that it is in.</param>
/// <param name="Offset">Where in the chunk's data.</param>
/// <param name="Function">
/// The function that it is in, such as <c>start/2</c>; <see langword="null"/> outside the instructions.
/// </param>
public sealed record LoadReason(int? Otp, string Text, string Chunk, int Offset, string? Function = null)
{
    /// <summary>The reason with its place, for people: <c>instruction debug_line in start/2 (Code, offset 33)</c>.</summary>
    public override string ToString() =>
        $"{Text}{(Function is null ? "" : $" in {Function}")} ({Chunk}, offset {Offset.ToString(null, System.Globalization.CultureInfo.InvariantCulture)})";
}
