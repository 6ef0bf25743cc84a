using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>Prints static types as <c>.mir</c> text has them.</summary>
public static class MirTypePrinter
{
    /// <summary>The text of a type, such as <c>list(int(0..255) or atom)</c>.</summary>
    public static string Print(IrType type) => type switch
    {
        AnyType => "any",
        NeverType => "never",
        IntegerType { Minimum: null, Maximum: null } => "int",
        IntegerType integer => string.Create(CultureInfo.InvariantCulture, $"int({integer.Minimum}..{integer.Maximum})"),
        FloatType => "float",
        AtomType atom => PrintAtoms(atom.Names),
        BitstringType { UnitBits: 8 } => "binary",
        BitstringType { UnitBits: 1 } => "bitstring",
        BitstringType bitstring => string.Create(CultureInfo.InvariantCulture, $"bitstring({bitstring.UnitBits})"),
        ListType { Element: AnyType } => "list",
        ListType list => $"list({Print(list.Element)})",
        TupleType { Elements.IsDefault: true } => "tuple",
        TupleType tuple => $"tuple({PrintAll(tuple.Elements)})",
        MapType { Key: AnyType, Value: AnyType } => "map",
        MapType map => $"map({Print(map.Key)}, {Print(map.Value)})",
        FunType { Parameters.IsDefault: true, Result: AnyType } => "fun",
        FunType { Parameters.IsDefault: true } fun => $"fun(..) -> {PrintOperand(fun.Result)}",
        FunType fun => $"fun({PrintAll(fun.Parameters)}) -> {PrintOperand(fun.Result)}",
        PidType => "pid",
        PortType => "port",
        ReferenceType => "reference",
        UnionType { Members.Length: > 1 } union => string.Join(" or ", union.Members.Select(PrintOperand)),
        UnionType union => $"union({PrintAll(union.Members)})",
        null => throw new ArgumentNullException(nameof(type)),
        _ => throw new ArgumentException($"a type of class {type.GetType().Name} has no text", nameof(type)),
    };

    private static string PrintAtoms(ImmutableArray<string> names)
    {
        if (names.IsEmpty)
        {
            return "atom";
        }

        var text = string.Join(", ", names.Select(MirSyntax.AtomName));
        return text switch
        {
            "false, true" => "bool",
            "ok" => "unit",
            _ => $"atom({text})",
        };
    }

    private static string PrintAll(ImmutableArray<IrType> types) => string.Join(", ", types.Select(Print));

    private static string PrintOperand(IrType type) =>
        type is UnionType or FunType { Parameters.IsDefault: false } or FunType { Result: not AnyType }
            ? $"({Print(type)})"
            : Print(type);
}
