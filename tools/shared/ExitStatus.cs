namespace Mochi.CommandLine;

/// <summary>What a command's exit status says.</summary>
internal static class ExitStatus
{
    /// <summary>All went well.</summary>
    public const int Fine = 0;

    /// <summary>An input has a problem, or an output cannot be written; stderr says which.</summary>
    public const int Problems = 1;

    /// <summary>The command line itself makes no sense.</summary>
    public const int WrongUsage = 2;

    /// <summary>The command met something that its authors did not foresee (<c>EX_SOFTWARE</c> of sysexits.h).</summary>
    public const int Defect = 70;
}
