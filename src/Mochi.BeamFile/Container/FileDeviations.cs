using System.Collections.Immutable;

namespace Mochi.BeamFile.Container;

/// <summary>
/// What in a file departs from what compilers write, so that the writer can do the same. Files of OTP's and Elixir's
/// compilers have none of it.
/// </summary>
public sealed record FileDeviations
{
    /// <summary>The chunks in the order of the file; the default value for the usual order.</summary>
    public ImmutableArray<string> ChunkOrder { get; init; }

    /// <summary>
    /// The gzip header of a compressed file, when it has a time, a file name or anything else that OTP does not write.
    /// </summary>
    public ImmutableArray<byte> GzipHeader { get; init; }

    /// <summary>Entries that the tables begin with, used or not; <see langword="null"/> for none.</summary>
    public TableSeed? Tables { get; init; }

    /// <summary>
    /// The bytes of the <c>Code</c> chunk from the first instruction that could not be read; the default value for the
    /// usual <c>int_code_end</c>.
    /// </summary>
    public ImmutableArray<byte> CodeTail { get; init; }

    /// <summary>The greatest opcode as the header has it; <see langword="null"/> for the usual value.</summary>
    public uint? MaximumOpcode { get; init; }

    /// <summary>The label count as the header has it; <see langword="null"/> for the usual value.</summary>
    public uint? LabelCount { get; init; }

    /// <summary>The function count as the header has it; <see langword="null"/> for the usual value.</summary>
    public uint? FunctionCount { get; init; }

    /// <summary>The flags of the <c>Line</c> chunk; <see langword="null"/> for the usual value.</summary>
    public uint? LineFlags { get; init; }

    /// <summary>
    /// The number of line instructions as the <c>Line</c> chunk has it; <see langword="null"/> for the usual value.
    /// </summary>
    public uint? LineInstructionCount { get; init; }
}
