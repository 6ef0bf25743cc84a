namespace Mochi.CatalogueGen;

/// <summary>
/// What a call can do besides giving a result: the words of the catalogue. RuntimeEffects of the compiler says what they mean.
/// </summary>
[Flags]
internal enum CallEffects
{
    None = 0,
    Reads = 1,
    Writes = 2,
    Sends = 4,
    Calls = 8,
    Raises = 16,
    Never = 32,

    /// <summary>It reads for an exception: only a function that catches one can make a result of it.</summary>
    ReadsForException = 64,

    /// <summary>What a function can do of which nothing is known.</summary>
    Unknown = Reads | Writes | Sends | Calls | Raises,
}
