using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>A module in SSA form.</summary>
/// <param name="Name">Module name.</param>
/// <param name="Functions">Functions in the order in which they are emitted.</param>
internal sealed record SsaModule(string Name, IReadOnlyList<SsaFunction> Functions)
{
    /// <summary>Name of the source file for stack traces.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Module attributes.</summary>
    public IReadOnlyList<ModuleAttribute> Attributes { get; init; } = [];
}
