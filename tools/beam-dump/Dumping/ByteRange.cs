namespace Mochi.BeamDump.Dumping;

/// <summary>Some bytes that follow each other, and what they mean together.</summary>
/// <param name="Region">
/// Where they are: <c>file</c> for the file itself, or what was inflated, such as <c>LitT</c>.
/// </param>
/// <param name="Offset">Where they begin there.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Depth">How deep what they belong to is nested.</param>
/// <param name="Meaning">What they mean.</param>
internal sealed record ByteRange(string Region, int Offset, ReadOnlyMemory<byte> Bytes, int Depth, string Meaning);
