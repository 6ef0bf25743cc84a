namespace Mochi.BeamDump;

/// <summary>Something that can be read as a <c>.beam</c> file.</summary>
/// <param name="Name">Its name for people; for an entry of an archive, <c>ARCHIVE:ENTRY</c>.</param>
/// <param name="Read">Reads its bytes.</param>
internal sealed record InputSource(string Name, Func<byte[]> Read)
{
    /// <summary>Whether it is one of several that were asked for.</summary>
    public bool IsOneOfMany { get; init; }
}
