using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;

namespace Mochi.Language.Runtime;

/// <summary>Tells whether two static types have a value in common.</summary>
internal static class TypeOverlap
{
    /// <summary>
    /// Whether no value is of both types for certain. A type without values is not disjoint from any: what has it does not
    /// give a value, so nothing wrong is passed on.
    /// </summary>
    public static bool AreDisjoint(IrType left, IrType right) => (left, right) switch
    {
        (AnyType or NeverType, _) or (_, AnyType or NeverType) => false,
        (UnionType union, _) => union.Members.All(member => AreDisjoint(member, right)),
        (_, UnionType union) => union.Members.All(member => AreDisjoint(left, member)),
        (IntegerType a, IntegerType b) => a.Maximum < b.Minimum || b.Maximum < a.Minimum,
        (AtomType a, AtomType b) => !a.Names.IsEmpty && !b.Names.IsEmpty && !a.Names.Any(name => b.Names.Contains(name)),
        (TupleType a, TupleType b) => AreDisjoint(a.Elements, b.Elements),
        // What funs take and give shows only when they are called.
        (FunType a, FunType b) =>
            !a.Parameters.IsDefault && !b.Parameters.IsDefault && a.Parameters.Length != b.Parameters.Length,
        // The empty list, map and bitstring are of every such type.
        _ => left.GetType() != right.GetType(),
    };

    private static bool AreDisjoint(ImmutableArray<IrType> left, ImmutableArray<IrType> right) =>
        !left.IsDefault && !right.IsDefault &&
        (left.Length != right.Length || left.Zip(right).Any(pair => AreDisjoint(pair.First, pair.Second)));
}
