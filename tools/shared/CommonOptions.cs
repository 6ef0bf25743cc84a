namespace Mochi.CommandLine;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    /// <summary>Their names, for suggestions.</summary>
    public static readonly string[] Names = ["--color", "--verbose", "--help", "--version", "-h", "-v"];

    /// <summary>When to colour (<c>--color</c>).</summary>
    public ColorChoice Color { get; private set; }

    /// <summary>Whether to say what is being done (<c>--verbose</c>).</summary>
    public bool Verbose { get; private set; }

    /// <summary>Whether help was asked for (<c>--help</c>, <c>-h</c>).</summary>
    public bool Help { get; private set; }

    /// <summary>Takes the reader's current option when it is one of these.</summary>
    public bool TryTake(ArgumentReader reader)
    {
        switch (reader.Option)
        {
            case "--color":
                Color = reader.Value("auto", "always", "never") switch
                {
                    "always" => ColorChoice.Always,
                    "never" => ColorChoice.Never,
                    _ => ColorChoice.Auto,
                };
                return true;
            case "--verbose":
            case "-v":
                reader.Flag();
                Verbose = true;
                return true;
            case "--help":
            case "-h":
                reader.Flag();
                Help = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether text for a stream is to be coloured.</summary>
    /// <param name="isTerminal">Whether the stream is a terminal.</param>
    public bool UseColor(bool isTerminal) => Color switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => isTerminal
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
    };
}
