using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>One function of a module.</summary>
/// <param name="Name">Name, unique in the module together with the number of parameters.</param>
/// <param name="Parameters">Parameters, at most 255; a parameter may be mutable.</param>
/// <param name="Body">What it computes; its value is the function's result.</param>
public sealed record IrFunction(string Name, ImmutableArray<Local> Parameters, Expression Body)
{
    /// <summary>Static type of the result.</summary>
    public IrType ResultType { get; init; } = IrType.Any;

    /// <summary>Whether other modules may call it.</summary>
    public bool IsExported { get; init; }

    /// <summary>Where it is defined.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Name and arity.</summary>
    public FunctionReference Reference => new(Name, Parameters.Length);
}
