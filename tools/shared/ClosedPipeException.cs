namespace Mochi.CommandLine;

/// <summary>Nobody reads standard output any more: the command ends at once, without a word.</summary>
internal sealed class ClosedPipeException : Exception;
