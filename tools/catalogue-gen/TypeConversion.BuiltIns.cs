using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <content>The types that Erlang itself has.</content>
internal sealed partial class TypeConversion
{
    private const int LargestByte = 255;
    private const int LargestCharacter = 0x10FFFF;

    /// <summary>A type that Erlang itself has; <see langword="null"/> for one that this does not know.</summary>
    private IrType? BuiltIn(string name, Term argument, TypeScope scope, int depth)
    {
        var arguments = Forms.Items(argument);
        return name switch
        {
            "any" or "term" or "dynamic" => IrType.Any,
            "none" or "no_return" => IrType.Never,
            "atom" or "module" or "node" => IrType.Atom,
            "boolean" or "bool" => IrType.Boolean,
            "integer" => IrType.Integer,
            "non_neg_integer" => new IntegerType(0, null),
            "pos_integer" => new IntegerType(1, null),
            "neg_integer" => new IntegerType(null, -1),
            "byte" or "arity" => new IntegerType(0, LargestByte),
            "char" => new IntegerType(0, LargestCharacter),
            "range" when arguments is [var low, var high] => Range(low, high),
            "float" => IrType.Float,
            "number" => IrType.Number,
            "timeout" => TypeUnion.Of([new IntegerType(0, null), new AtomType(["infinity"])]),
            "pid" => new PidType(),
            "port" => new PortType(),
            "reference" => new ReferenceType(),
            "identifier" => TypeUnion.Of([new PidType(), new PortType(), new ReferenceType()]),
            "bitstring" or "nonempty_bitstring" => new BitstringType(1),
            "binary" when arguments is [var size, var unit] => Bitstring(size, unit),
            "binary" or "nonempty_binary" => IrType.Binary,
            "string" or "nonempty_string" => new ListType(new IntegerType(0, LargestCharacter)),
            "nil" => new ListType(IrType.Never),
            "list" or "nonempty_list" =>
                new ListType(arguments is [var element] ? Of(element, scope, depth + 1) : IrType.Any),
            // A list of the IR is a proper one.
            "maybe_improper_list" or "nonempty_improper_list" or "nonempty_maybe_improper_list"
                or "iolist" or "iodata" => IrType.Any,
            "map" => Map(argument, scope, depth),
            "tuple" => argument is AtomTerm ? IrType.Tuple : new TupleType(All(arguments, scope, depth + 1)),
            "mfa" => new TupleType([IrType.Atom, IrType.Atom, new IntegerType(0, LargestByte)]),
            "record" => Record(arguments, scope, depth),
            "function" => IrType.Fun,
            "fun" => Fun(arguments, scope, depth),
            "bounded_fun" when arguments is [var fun, ..] =>
                Forms.IsType(fun, "fun", out var parts) ? Fun(parts, scope, depth) : IrType.Fun,
            "union" => TypeUnion.Of(All(arguments, scope, depth)),
            _ => null,
        };
    }

    private ImmutableArray<IrType> All(ImmutableArray<Term> types, TypeScope scope, int depth) =>
        [.. types.Select(type => Of(type, scope, depth))];

    private static IrType Range(Term low, Term high)
    {
        var (minimum, maximum) = (IntegerOf(low, 0), IntegerOf(high, 0));
        return minimum is null || maximum is null || minimum > maximum ? IrType.Integer : new IntegerType(minimum, maximum);
    }

    /// <summary>
    /// Bitstrings of some bits and any number of units of others: the length is a multiple of what divides both.
    /// </summary>
    private static BitstringType Bitstring(Term size, Term unit)
    {
        if (IntegerOf(size, 0) is not { } bits || IntegerOf(unit, 0) is not { } unitBits)
        {
            return new BitstringType(1);
        }

        var divisor = BigInteger.GreatestCommonDivisor(bits, unitBits);
        return new BitstringType(divisor.IsZero || divisor > 256 ? (divisor % 8).IsZero ? 8 : 1 : (int)divisor);
    }

    private IrType Map(Term argument, TypeScope scope, int depth)
    {
        if (argument is AtomTerm)
        {
            return IrType.Map;
        }

        var (keys, values) = (new List<IrType>(), new List<IrType>());
        foreach (var field in Forms.Items(argument))
        {
            if ((!Forms.IsType(field, "map_field_assoc", out var pair) && !Forms.IsType(field, "map_field_exact", out pair))
                || pair is not [var key, var value])
            {
                return IrType.Map;
            }

            keys.Add(Of(key, scope, depth + 1));
            values.Add(Of(value, scope, depth + 1));
        }

        return new MapType(TypeUnion.Of(keys), TypeUnion.Of(values));
    }

    private IrType Fun(ImmutableArray<Term> parts, TypeScope scope, int depth)
    {
        if (parts is not [var parameters, var result])
        {
            return IrType.Fun;
        }

        var resultType = Of(result, scope, depth + 1);
        return Forms.IsType(parameters, "product", out var types)
            ? new FunType(All(types, scope, depth + 1), resultType)
            : new FunType(default, resultType);
    }
}
