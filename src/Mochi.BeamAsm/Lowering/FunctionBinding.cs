using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <summary>What a local of a <see cref="LetFunctionsExpression"/> stands for in the function that is lowered.</summary>
/// <param name="Function">The lifted function; the captured values are its last parameters.</param>
/// <param name="Captured">The captured values.</param>
internal sealed record FunctionBinding(FunctionReference Function, ImmutableArray<SsaOperand> Captured);
