using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// A typed program for one BEAM module, as a front end hands it over. It says everything that Core Erlang can say and
/// adds types; see <c>docs/mir.md</c> for its text form.
/// </summary>
/// <param name="Name">Module name.</param>
/// <param name="Functions">Functions, in the order in which they are emitted.</param>
public sealed record IrModule(string Name, ImmutableArray<IrFunction> Functions)
{
    /// <summary>Version of the IR that this library reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Name of the source file for stack traces; <see langword="null"/> gives the module's name with <c>.erl</c>.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Module attributes in order, without <c>vsn</c>.</summary>
    public ImmutableArray<ModuleAttribute> Attributes { get; init; } = [];
}
