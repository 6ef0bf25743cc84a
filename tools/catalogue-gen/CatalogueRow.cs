using System.Collections.Immutable;

namespace Mochi.CatalogueGen;

/// <summary>A function of the catalogue.</summary>
internal sealed record CatalogueRow(
    string Module,
    string Function,
    CallEffects Effects,
    SpecifiedType Result,
    ImmutableArray<SpecifiedParameter> Parameters);
