namespace Mochi.BeamDump.Commands;

/// <summary>What a command is about; the overview lists the commands by topic.</summary>
internal enum CommandTopic
{
    /// <summary>The parts of a file.</summary>
    Parts,

    /// <summary>The code of a file.</summary>
    Code,

    /// <summary>Checks and figures.</summary>
    Checks,

    /// <summary>Files made of others.</summary>
    Editing,

    /// <summary>The format and this command themselves.</summary>
    Reference,
}
