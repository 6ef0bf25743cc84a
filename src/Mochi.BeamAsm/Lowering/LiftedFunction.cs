using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Lowering;

/// <summary>A lambda that waits to be lowered as a function of its own.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Lambda">The lambda.</param>
/// <param name="Captured">The locals it captures: its last parameters.</param>
/// <param name="Group">The local functions that it can call by name; all of them capture the same locals.</param>
/// <param name="Position">Where the enclosing function stands, for a lambda without a position.</param>
internal sealed record LiftedFunction(
    string Name,
    LambdaExpression Lambda,
    IReadOnlyList<Local> Captured,
    ImmutableArray<(Local Local, FunctionReference Function)> Group,
    SourcePosition Position);
