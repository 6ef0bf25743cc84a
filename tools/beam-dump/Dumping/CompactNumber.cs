using System.Numerics;

namespace Mochi.BeamDump.Dumping;

/// <summary>A compact term other than those of tag 7.</summary>
/// <param name="Tag">The tag, 0 to 6.</param>
/// <param name="Value">The value.</param>
/// <param name="Size">How many bytes it takes.</param>
internal sealed record CompactNumber(int Tag, BigInteger Value, int Size);
