using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>What names mean in a type: the module that it stands in, and its variables.</summary>
/// <param name="Module">The module.</param>
/// <param name="Bound">What parameters of a defined type stand for.</param>
/// <param name="Constraints">What variables of a specification are at most.</param>
internal sealed record TypeScope(
    string Module, IReadOnlyDictionary<string, IrType> Bound, IReadOnlyDictionary<string, Term> Constraints)
{
    private static readonly Dictionary<string, IrType> Nothing = [];
    private static readonly Dictionary<string, Term> Unconstrained = [];

    /// <summary>A scope without variables.</summary>
    public static TypeScope Of(string module) => new(module, Nothing, Unconstrained);
}
