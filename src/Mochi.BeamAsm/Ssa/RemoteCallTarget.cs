namespace Mochi.BeamAsm.Ssa;

/// <summary>An exported function of a module.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Function">Function name.</param>
/// <param name="NeverReturns">Whether it always raises or exits.</param>
internal sealed record RemoteCallTarget(string Module, string Function, bool NeverReturns = false) : CallTarget;
