namespace Mochi.BeamFile.Terms;

/// <summary>A part of a bitstring does not have the value that its type asks for.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class SegmentException(string message) : Exception(message);
