using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Text;

/// <summary>What was read from assembly text.</summary>
/// <param name="Module">The module; <see langword="null"/> when there is an error.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text.</param>
/// <param name="Places">Where in the text the functions and instructions of the module stand.</param>
public sealed record AssemblyReadResult(BeamModule? Module, ImmutableArray<Diagnostic> Diagnostics, AssemblyPlaces Places);
