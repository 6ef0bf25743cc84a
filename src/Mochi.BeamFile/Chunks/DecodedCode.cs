using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>The instructions of a module as they stand in the file, one after the other.</summary>
public sealed class DecodedCode
{
    internal DecodedCode(
        ImmutableArray<Instruction> instructions,
        ImmutableArray<int> offsets,
        int endOffset,
        bool isComplete,
        ImmutableArray<Diagnostic> diagnostics)
    {
        Instructions = instructions;
        Offsets = offsets;
        EndOffset = endOffset;
        IsComplete = isComplete;
        Diagnostics = diagnostics;
    }

    /// <summary>The instructions, without <c>int_code_end</c>.</summary>
    public ImmutableArray<Instruction> Instructions { get; }

    /// <summary>Where in the chunk each of them begins.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>Where in the chunk the first byte is that is not in <see cref="Instructions"/>.</summary>
    public int EndOffset { get; }

    /// <summary>Whether what is left is <c>int_code_end</c> and nothing else.</summary>
    public bool IsComplete { get; }

    /// <summary>What is doubtful about the code.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }
}
