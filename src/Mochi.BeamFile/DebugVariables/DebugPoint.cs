using System.Collections.Immutable;

namespace Mochi.BeamFile.DebugVariables;

/// <summary>
/// What a debugger can see at one place of the code: an entry of the chunk <c>DbgB</c>. The <c>debug_line</c> instruction
/// with index n, from 1, belongs to entry n.
/// </summary>
/// <param name="Kind">What stands on the stack.</param>
/// <param name="FrameSize">
/// How many y registers the frame has, 0 to 1023; 0 unless the kind is <see cref="DebugFrameKind.Frame"/>.
/// </param>
/// <param name="Variables">The variables that are known there.</param>
/// <param name="Calls">The calls that the line makes.</param>
public sealed record DebugPoint(
    DebugFrameKind Kind, int FrameSize, ImmutableArray<DebugVariable> Variables, ImmutableArray<DebugCall> Calls)
{
    /// <summary>Compares variables and calls one by one.</summary>
    public bool Equals(DebugPoint? other) => other is not null && Kind == other.Kind && FrameSize == other.FrameSize
        && Variables.AsSpan().SequenceEqual(other.Variables.AsSpan())
        && Calls.AsSpan().SequenceEqual(other.Calls.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Terms.TermHash.Add(Terms.TermHash.Add(Variables.Length, Calls.Length), FrameSize);
}
