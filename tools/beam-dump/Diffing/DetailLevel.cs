namespace Mochi.BeamDump.Diffing;

/// <summary>How much is shown about modules that differ.</summary>
internal enum DetailLevel
{
    /// <summary>A line a module.</summary>
    Modules,

    /// <summary>The parts and functions that differ.</summary>
    Functions,

    /// <summary>The instructions as well.</summary>
    Code,
}
