using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads static types.</summary>
internal sealed class MirTypeParser(MirTokenReader reader)
{
    public IrType Parse()
    {
        var level = reader.Enter();
        var first = ParseOperand();
        if (reader.Current.IsWord("or"))
        {
            var members = ImmutableArray.CreateBuilder<IrType>();
            members.Add(first);
            while (reader.TakeWord("or"))
            {
                members.Add(ParseOperand());
            }

            first = new UnionType(members.ToImmutable());
        }

        reader.Leave(level);
        return first;
    }

    private IrType ParseOperand()
    {
        if (reader.TakeSign("("))
        {
            var inner = Parse();
            reader.Expect(")");
            return inner;
        }

        if (reader.Current is not { Kind: MirTokenKind.Name, Suffix: 0 })
        {
            throw reader.Fail($"a type is expected here, not {MirTokenReader.Describe(reader.Current)}");
        }

        var name = reader.Current.Text;
        IrType? type = Named(name);
        if (type is null)
        {
            throw reader.Fail($"there is no type '{name}'");
        }

        reader.Take();
        return reader.Current.IsSign("(") ? ParseArguments(name, type) : type;
    }

    private static IrType? Named(string name) => name switch
    {
        "any" => IrType.Any,
        "never" => IrType.Never,
        "int" => IrType.Integer,
        "float" => IrType.Float,
        "number" => IrType.Number,
        "atom" => IrType.Atom,
        "bool" => IrType.Boolean,
        "unit" => IrType.Unit,
        "binary" => IrType.Binary,
        "bitstring" => new BitstringType(1),
        "list" => IrType.List,
        "tuple" => IrType.Tuple,
        "map" => IrType.Map,
        "fun" => IrType.Fun,
        "pid" => new PidType(),
        "port" => new PortType(),
        "reference" => new ReferenceType(),
        "union" => new UnionType([]),
        _ => null,
    };

    private IrType ParseArguments(string name, IrType plain)
    {
        reader.Expect("(");
        IrType type = name switch
        {
            "int" => ParseRange(),
            "atom" => new AtomType([.. ParseItems(() => reader.TakeAtomName("an atom")).Order(StringComparer.Ordinal)]),
            "bitstring" => new BitstringType(reader.TakeInteger("a unit", 1, 256)),
            "list" => new ListType(Parse()),
            "tuple" => new TupleType(ParseItems(Parse)),
            "map" => ParseMap(),
            "fun" => new FunType(reader.TakeSign("..") ? default : ParseItems(Parse), IrType.Any),
            "union" => new UnionType(ParseItems(Parse)),
            _ => plain,
        };
        reader.Expect(")");
        return type is FunType fun && reader.TakeSign("->") ? fun with { Result = ParseOperand() } : type;
    }

    private ImmutableArray<T> ParseItems<T>(Func<T> parse)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        while (!reader.Current.IsSign(")"))
        {
            items.Add(parse());
            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        return items.ToImmutable();
    }

    private MapType ParseMap()
    {
        var key = Parse();
        reader.Expect(",");
        return new MapType(key, Parse());
    }

    private IntegerType ParseRange()
    {
        var minimum = ParseBound();
        reader.Expect("..");
        return new IntegerType(minimum, ParseBound());
    }

    private BigInteger? ParseBound()
    {
        var isNegative = reader.TakeSign("-");
        if (reader.Current.Kind != MirTokenKind.Integer)
        {
            return isNegative ? throw reader.Fail("a number is expected here") : null;
        }

        var value = BigInteger.Parse(reader.Take().Text, NumberStyles.None, CultureInfo.InvariantCulture);
        return isNegative ? -value : value;
    }
}
