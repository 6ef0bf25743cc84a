namespace Mochi.BeamDump.Commands;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a file, each on a line of its own.</summary>
    Json,

    /// <summary>One table with a row a thing, as RFC 4180 has it.</summary>
    Csv,

    /// <summary>A graph in the language of Graphviz.</summary>
    Dot,
}
