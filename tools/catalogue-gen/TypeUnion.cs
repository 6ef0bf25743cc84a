using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;

namespace Mochi.CatalogueGen;

/// <summary>Puts types together. The union may have more values than the types have together, never fewer.</summary>
internal static class TypeUnion
{
    private const int MaximumTuples = 16;
    private const int MaximumAtoms = 64;

    /// <summary>A type with the values of all the types; never for none.</summary>
    public static IrType Of(IEnumerable<IrType> types)
    {
        var members = new List<IrType>();
        foreach (var member in types.SelectMany(type => type is UnionType union ? union.Members : [type]))
        {
            if (member is AnyType)
            {
                return IrType.Any;
            }

            if (member is not NeverType)
            {
                Add(members, member);
            }
        }

        if (members.Count(member => member is TupleType) > MaximumTuples)
        {
            members[members.FindIndex(member => member is TupleType)] = IrType.Tuple;
            members.RemoveAll(member => member is TupleType { Elements.IsDefault: false });
        }

        return members.Count switch
        {
            0 => IrType.Never,
            1 => members[0],
            _ => new UnionType([.. members]),
        };
    }

    /// <summary>
    /// Adds a type to the member of its kind, so that there is one of each; only tuples and funs stay apart.
    /// </summary>
    private static void Add(List<IrType> members, IrType added)
    {
        for (var index = 0; index < members.Count; index++)
        {
            if (Joined(members[index], added) is { } joined)
            {
                members[index] = joined;
                return;
            }
        }

        members.Add(added);
    }

    private static IrType? Joined(IrType known, IrType added) => (known, added) switch
    {
        (AtomType a, AtomType b) => Joined(a.Names, b.Names),
        (IntegerType a, IntegerType b) => new IntegerType(
            a.Minimum is { } low && b.Minimum is { } otherLow ? BigInteger.Min(low, otherLow) : null,
            a.Maximum is { } high && b.Maximum is { } otherHigh ? BigInteger.Max(high, otherHigh) : null),
        (BitstringType a, BitstringType b) =>
            new BitstringType((int)BigInteger.GreatestCommonDivisor(a.UnitBits, b.UnitBits)),
        (ListType a, ListType b) => new ListType(Of([a.Element, b.Element])),
        (MapType a, MapType b) => new MapType(Of([a.Key, b.Key]), Of([a.Value, b.Value])),
        (TupleType { Elements.IsDefault: true }, TupleType) => known,
        (TupleType, TupleType { Elements.IsDefault: true }) => added,
        _ => MirTypePrinter.Print(known) == MirTypePrinter.Print(added) ? known : null,
    };

    private static AtomType Joined(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        var names = left.Union(right, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return left.IsEmpty || right.IsEmpty || names.Length > MaximumAtoms ? new AtomType([]) : new AtomType(names);
    }
}
