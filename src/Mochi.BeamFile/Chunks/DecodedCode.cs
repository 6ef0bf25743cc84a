using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>The instructions of a module as they stand in the file, one after the other.</summary>
public sealed class DecodedCode
{
    private readonly ImmutableArray<Instruction> _loose;
    private Instruction[]? _instructions;

    internal DecodedCode(
        ImmutableArray<CodeFunction> functions,
        ImmutableArray<Instruction> loose,
        ImmutableArray<int> offsets,
        int endOffset,
        bool isComplete,
        ImmutableArray<Diagnostic> diagnostics)
    {
        Functions = functions;
        _loose = loose;
        Offsets = offsets;
        EndOffset = endOffset;
        IsComplete = isComplete;
        Diagnostics = diagnostics;
    }

    /// <summary>
    /// The functions: each from the label before its <c>func_info</c> on. What precedes the first belongs to it; code
    /// without any <c>func_info</c> has no functions.
    /// </summary>
    public ImmutableArray<CodeFunction> Functions { get; }

    /// <summary>The number of instructions, without <c>int_code_end</c>.</summary>
    public int InstructionCount => Offsets.Length;

    /// <summary>The instructions of all functions, without <c>int_code_end</c>.</summary>
    public ImmutableArray<Instruction> Instructions =>
        System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(_instructions ??= Join());

    /// <summary>Where in the chunk each of <see cref="Instructions"/> begins.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>Where in the chunk the first byte is that is not in <see cref="Instructions"/>.</summary>
    public int EndOffset { get; }

    /// <summary>Whether what is left is <c>int_code_end</c> and nothing else.</summary>
    public bool IsComplete { get; }

    /// <summary>What is doubtful about the code.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    private Instruction[] Join()
    {
        var instructions = new Instruction[InstructionCount];
        var position = 0;
        foreach (var function in Functions)
        {
            function.Instructions.CopyTo(instructions, position);
            position += function.Instructions.Length;
        }

        _loose.CopyTo(instructions, position);
        return instructions;
    }
}
