using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>The places in the source that instructions refer to.</summary>
/// <param name="Version">The chunk's version, 0.</param>
/// <param name="Flags">Bit 0: the code has <c>executable_line</c>; bit 1: line counters are forced on.</param>
/// <param name="InstructionCount">How many instructions refer to places.</param>
/// <param name="Locations">The places; instructions count from 1, and 0 is no place.</param>
/// <param name="FileNames">The names of the source files; the first is implied by the module's name.</param>
public sealed record LineTable(
    uint Version,
    uint Flags,
    uint InstructionCount,
    ImmutableArray<LocationOperand> Locations,
    ImmutableArray<string> FileNames);
