using System.Collections.Immutable;

namespace Mochi.CatalogueGen;

/// <summary>What is known of a function outside of the runtime.</summary>
/// <param name="Effects">What it does.</param>
/// <param name="FunArguments">
/// The arguments, from 1, in which it takes the funs that it calls; none when they may be in all.
/// </param>
internal sealed record OuterFunction(CallEffects Effects, ImmutableArray<int> FunArguments);
