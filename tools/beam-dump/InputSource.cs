namespace Mochi.BeamDump;

/// <summary>Something that can be read as a <c>.beam</c> file.</summary>
/// <param name="Name">Its name for people; for an entry of an archive, <c>ARCHIVE:ENTRY</c>.</param>
/// <param name="Read">Reads its bytes.</param>
internal sealed record InputSource(string Name, Func<byte[]> Read)
{
    /// <summary>Whether it is one of several that were asked for.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>The name of the entry of an archive that it is; <see langword="null"/> for a file.</summary>
    public string? Entry { get; init; }

    /// <summary>Its path below the folder or in the archive that was asked for; its file name when it was itself.</summary>
    public string RelativePath { get; init; } = "";

    /// <summary>Whether a folder or an archive was asked for, and it was found there.</summary>
    public bool IsBelowOperand { get; init; }
}
