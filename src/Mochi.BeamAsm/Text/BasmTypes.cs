using System.Globalization;
using System.Text;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// The types of registers in basm text: kinds with <c>|</c> between them, then the range of the integers and the unit of the
/// bitstrings, for example <c>integer|nil{0..255}</c>, <c>bitstring*8</c>. The text says exactly what the type says.
/// </summary>
internal static class BasmTypes
{
    private static readonly KeyValuePair<string, BeamTypeKinds>[] Names =
    [
        new("any", BeamTypeKinds.Any),
        new("number", BeamTypeKinds.Number),
        new("list", BeamTypeKinds.List),
        new("atom", BeamTypeKinds.Atom),
        new("bitstring", BeamTypeKinds.Bitstring),
        new("cons", BeamTypeKinds.Cons),
        new("float", BeamTypeKinds.Float),
        new("fun", BeamTypeKinds.Fun),
        new("integer", BeamTypeKinds.Integer),
        new("map", BeamTypeKinds.Map),
        new("nil", BeamTypeKinds.Nil),
        new("pid", BeamTypeKinds.Pid),
        new("port", BeamTypeKinds.Port),
        new("reference", BeamTypeKinds.Reference),
        new("tuple", BeamTypeKinds.Tuple),
        new("record", BeamTypeKinds.NativeRecord),
        new("context", BeamTypeKinds.MatchContext),
    ];

    public static void Append(StringBuilder text, BeamType type)
    {
        var rest = type.Kinds;
        if (rest == BeamTypeKinds.None)
        {
            text.Append("none");
        }

        var separator = "";
        foreach (var pair in Names)
        {
            if (rest != BeamTypeKinds.None && (rest & pair.Value) == pair.Value)
            {
                text.Append(separator).Append(pair.Key);
                rest &= ~pair.Value;
                separator = "|";
            }
        }

        if (type.Minimum is not null || type.Maximum is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{{type.Minimum}..{type.Maximum}}}");
        }

        if (type.Unit is { } unit)
        {
            text.Append(CultureInfo.InvariantCulture, $"*{unit}");
        }
    }

    public static BeamType Read(BasmScanner scanner)
    {
        var kinds = BeamTypeKinds.None;
        do
        {
            kinds |= Kind(scanner);
        }
        while (scanner.TryTake('|'));

        long? minimum = null;
        long? maximum = null;
        if (scanner.TryTake('{'))
        {
            minimum = scanner.IsNext('.') ? null : scanner.ReadInt64();
            scanner.Expect('.');
            scanner.Expect('.');
            maximum = scanner.IsNext('}') ? null : scanner.ReadInt64();
            scanner.Expect('}');
        }

        int? unit = scanner.TryTake('*') ? scanner.ReadInt32() : null;
        return new BeamType(kinds, minimum, maximum, unit);
    }

    private static BeamTypeKinds Kind(BasmScanner scanner)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var name = scanner.ReadWord();
        foreach (var pair in Names)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return name == "none"
            ? BeamTypeKinds.None
            : throw new BasmSyntaxException(
                "BA122", $"there is no type {name}", start, scanner.Position,
                "types are any, atom, integer, float, number, nil, cons, list, tuple, map, bitstring, fun, pid, port, reference, record");
    }
}
