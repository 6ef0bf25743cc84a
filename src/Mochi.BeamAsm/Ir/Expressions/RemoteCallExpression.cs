using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Calls an exported function of another module, or of this one in its newest version.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Function">Function name.</param>
/// <param name="Arguments">Its arguments, evaluated left to right.</param>
public sealed record RemoteCallExpression(string Module, string Function, ImmutableArray<Expression> Arguments) : Expression
{
    /// <summary>Whether the function is known never to return (it always raises or exits).</summary>
    public bool NeverReturns { get; init; }

    /// <summary>
    /// Whether the caller must stay on the stack even when nothing is left for it to do, so that a stack trace names the
    /// place of the call.
    /// </summary>
    public bool KeepsFrame { get; init; }
}
