using System.Collections.Immutable;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Chunks;

/// <summary>The atoms of a file; the first one has number 1 and is the module's name.</summary>
/// <param name="Names">The atoms' text.</param>
/// <param name="Form">How the table is written.</param>
/// <param name="StrayBytes">How many bytes follow the last atom.</param>
public sealed record AtomTable(ImmutableArray<string> Names, AtomTableForm Form, int StrayBytes = 0);
