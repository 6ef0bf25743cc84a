using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Analysis;

/// <summary>The functions of a module, whom they call, and which atoms they use.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Functions">Its functions, those of lambdas included, in order of name and arity.</param>
/// <param name="Exports">Those of them that others can call, in order of name and arity.</param>
/// <param name="Calls">The calls in order of caller, target, and kind.</param>
/// <param name="Atoms">
/// The atoms that occur as values in instructions and anywhere inside their literals, ordered; each may be a module that is
/// called in a way that code does not show: a callback, a child of a supervisor, the argument of <c>spawn/3</c>. The
/// module's own name is not among them.
/// </param>
public sealed record ModuleCalls(
    string Module,
    ImmutableArray<Mfa> Functions,
    ImmutableArray<Mfa> Exports,
    ImmutableArray<FunctionCall> Calls,
    ImmutableArray<string> Atoms)
{
    /// <summary>Finds the calls in a module's code.</summary>
    /// <param name="chunks">The module.</param>
    /// <exception cref="DiagnosticException">The code or one of its tables is damaged.</exception>
    public static ModuleCalls Read(BeamChunks chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return new CallCollector(chunks).Collect();
    }

    /// <summary>Whether a function is one of this module's.</summary>
    public bool Defines(Mfa function) => Functions.AsSpan().BinarySearch(function, Mfa.Order) >= 0;

    /// <summary>Whether a function of this module can be called from outside.</summary>
    public bool IsExported(Mfa function) => Exports.AsSpan().BinarySearch(function, Mfa.Order) >= 0;
}
