using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>Debug information that only its backend understands.</summary>
/// <param name="Backend">The module that does.</param>
/// <param name="Data">What it is given.</param>
public sealed record BackendDebugInfo(string Backend, Term Data) : DebugInfo
{
    private protected override Term ToTerm() => Tagged(Backend, Data);
}
