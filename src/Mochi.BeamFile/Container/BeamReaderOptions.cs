namespace Mochi.BeamFile.Container;

/// <summary>How a file is read.</summary>
public sealed record BeamReaderOptions
{
    /// <summary>No file name, the default limits.</summary>
    public static BeamReaderOptions Default { get; } = new();

    /// <summary>The file's name for diagnostics, as the user gave it.</summary>
    public string? FileName { get; init; }

    /// <summary>What the file may ask for.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;
}
