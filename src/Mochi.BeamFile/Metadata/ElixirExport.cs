using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>What Elixir's checker knows about a function or macro.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arity">The number of arguments, not negative.</param>
/// <param name="Information">Usually a map, with keys such as <c>kind</c>, <c>deprecated</c> and <c>sig</c>.</param>
public sealed record ElixirExport(string Name, int Arity, Term Information)
{
    internal static ElixirExport? TryRead(Term term) =>
        term is TupleTerm { Arity: 2 } pair && pair[0] is TupleTerm { Arity: 2 } head && head[0] is AtomTerm name
        && head[1] is IntegerTerm { Value: var arity } && arity >= 0 && arity <= int.MaxValue
            ? new ElixirExport(name.Name, (int)arity, pair[1])
            : null;
}
