namespace Mochi.Otp.Applications;

/// <summary>A module as the code server loads it.</summary>
/// <param name="Name">The module's name, which is also its file's name without <c>.beam</c>.</param>
/// <param name="Content">The bytes of the <c>.beam</c> file.</param>
public sealed record CompiledModule(string Name, ReadOnlyMemory<byte> Content);
