using System.Collections.Immutable;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Chunks;

/// <summary>The types that registers refer to.</summary>
/// <param name="Version">The chunk's version, 1 to 4.</param>
/// <param name="Types">The types, numbered from 0; the first is <see cref="BeamType.Any"/>.</param>
public sealed record TypeTable(int Version, ImmutableArray<BeamType> Types);
