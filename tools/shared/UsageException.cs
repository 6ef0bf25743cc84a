using Mochi.BeamFile.Diagnostics;

namespace Mochi.CommandLine;

/// <summary>The command line makes no sense: told to the user with exit status 2.</summary>
internal sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What is wrong, in the form in which everything else is reported.</summary>
    public Diagnostic Diagnostic { get; } =
        new("MC001", DiagnosticSeverity.Error, message, DiagnosticPlace.None, hint);
}
