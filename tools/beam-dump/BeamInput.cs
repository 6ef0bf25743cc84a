using Mochi.BeamFile.Container;

namespace Mochi.BeamDump;

/// <summary>A file that is shown.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Chunks">Its chunks.</param>
internal sealed record BeamInput(string Name, byte[] Content, BeamChunks Chunks);
