using Mochi.BeamAsm.Ir;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

/// <summary>What a value of a Mochi type is on the BEAM.</summary>
internal static class IrTypes
{
    /// <summary>How far the types of nested records are spelled out.</summary>
    private const int MaximumDepth = 2;

    private static readonly IrType None = new AtomType(["none"]);

    public static IrType Of(MochiType type) => Of(type, depth: 0);

    private static IrType Of(MochiType type, int depth)
    {
        type = type.Pruned;
        if (type.Is(MochiType.Int)) return IrType.Integer;
        if (type.Is(MochiType.Float)) return IrType.Float;
        if (type.Is(MochiType.Bool)) return IrType.Boolean;
        if (type.Is(MochiType.String)) return IrType.Binary;
        if (type.Is(MochiType.Unit)) return IrType.Unit;
        return type switch
        {
            Types.ListType list => new BeamAsm.Ir.ListType(Of(list.Element, depth)),
            Types.MapType map => new BeamAsm.Ir.MapType(Of(map.Key, depth), Of(map.Value, depth)),
            SetType => IrType.Map,
            OptionType option => new BeamAsm.Ir.UnionType([None, Tagged("some", [option.Element], depth)]),
            RecordType record => Tagged(record.Tag, [.. record.Fields.Select(field => field.Type)], depth),
            RowType row => Tagged(row.Layout.Tag, row.Types, depth),
            Types.UnionType { IsEnumeration: true } union => Atoms(union),
            Types.UnionType => IrType.Any,
            FunctionType function => new FunType([.. function.Parameters.Select(part => Of(part, depth + 1))], Of(function.Result, depth + 1)),
            _ => IrType.Any,
        };
    }

    private static AtomType Atoms(Types.UnionType union) =>
        new([.. union.Variants.Select(variant => variant.Tag).Order(StringComparer.Ordinal)]);

    private static TupleType Tagged(string tag, IReadOnlyList<MochiType> types, int depth) => depth >= MaximumDepth
        ? new TupleType([new AtomType([tag]), .. types.Select(_ => IrType.Any)])
        : new TupleType([new AtomType([tag]), .. types.Select(part => Of(part, depth + 1))]);
}
