namespace Mochi.Conformance;

/// <summary>What the command line asks for.</summary>
internal sealed class ConformanceOptions
{
    /// <summary>The folder with the programs.</summary>
    public required string Folder { get; init; }

    /// <summary>Only programs whose name contains this.</summary>
    public string Only { get; init; } = "";

    /// <summary>How long a program may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many programs run at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>The folder that programs run in.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Whether the report is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Whether only the programs that are not ok are listed.</summary>
    public bool Failed { get; init; }
}
