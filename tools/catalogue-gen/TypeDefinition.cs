using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>A type that a module defines.</summary>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="Body">What it stands for, as abstract code.</param>
/// <param name="IsOpaque">Whether only its module may know what it stands for.</param>
internal sealed record TypeDefinition(ImmutableArray<string> Parameters, Term Body, bool IsOpaque);
