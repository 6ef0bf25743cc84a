namespace Mochi.Otp.Archives;

/// <summary>One file of an archive.</summary>
/// <param name="Name">
/// Its path in the archive: relative, <c>/</c> between the parts, no part empty, <c>.</c> or <c>..</c>.
/// </param>
/// <param name="Content">Its bytes.</param>
public sealed record ArchiveEntry(string Name, ReadOnlyMemory<byte> Content);
