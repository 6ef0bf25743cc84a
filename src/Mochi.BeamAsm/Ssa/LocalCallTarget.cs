using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>A function of the same module.</summary>
/// <param name="Function">The function.</param>
internal sealed record LocalCallTarget(FunctionReference Function) : CallTarget;
