namespace Mochi.BeamDump.Dumping;

/// <summary>The bytes are not what the format says; whoever walks through them tells the rest as such.</summary>
internal sealed class UnexpectedBytesException : Exception;
