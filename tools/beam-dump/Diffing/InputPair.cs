namespace Mochi.BeamDump.Diffing;

/// <summary>What is compared with what; a side is missing when the module is only on the other.</summary>
/// <param name="Name">What both are called, from the operands on.</param>
/// <param name="Left">The one side.</param>
/// <param name="Right">The other side.</param>
internal sealed record InputPair(string Name, InputSource? Left, InputSource? Right);
