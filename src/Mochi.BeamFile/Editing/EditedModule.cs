using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Editing;

/// <summary>What came of an edit that was not refused.</summary>
/// <param name="Module">The edited module; the very same object when there was nothing to change.</param>
/// <param name="Diagnostics">
/// What was dropped because it would no longer be true (BF033), and what was left although it may not be (BF033) or could not be
/// normalised (BF036): notes and warnings.
/// </param>
public sealed record EditedModule(BeamModule Module, ImmutableArray<Diagnostic> Diagnostics);
