using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <summary>Where the jumps out of a loop's body lead while it is lowered.</summary>
/// <param name="Break">Behind the loop.</param>
/// <param name="Continue">Before the loop's step.</param>
/// <param name="Region">The handler around the loop, if any.</param>
internal sealed record LoopContext(Join Break, Join Continue, TryRegion? Region);
