using System.Globalization;
using System.Text;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>Types of registers in words.</summary>
public static class TypeText
{
    private static readonly (BeamTypeKinds Kinds, string Name)[] Names =
    [
        (BeamTypeKinds.Number, "number"),
        (BeamTypeKinds.Integer, "integer"),
        (BeamTypeKinds.Float, "float"),
        (BeamTypeKinds.Atom, "atom"),
        (BeamTypeKinds.List, "list"),
        (BeamTypeKinds.Cons, "cons"),
        (BeamTypeKinds.Nil, "nil"),
        (BeamTypeKinds.Tuple, "tuple"),
        (BeamTypeKinds.Map, "map"),
        (BeamTypeKinds.Bitstring, "bitstring"),
        (BeamTypeKinds.MatchContext, "match_context"),
        (BeamTypeKinds.Fun, "fun"),
        (BeamTypeKinds.Pid, "pid"),
        (BeamTypeKinds.Port, "port"),
        (BeamTypeKinds.Reference, "reference"),
        (BeamTypeKinds.NativeRecord, "native_record"),
    ];

    /// <summary>
    /// The type: kinds with <c>|</c> between them, the range of the integers and the unit of the bitstrings in brackets,
    /// for example <c>integer(0..255)|nil</c>. A missing end of a range is an end that is not known.
    /// </summary>
    public static string Of(BeamType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var text = new StringBuilder();
        var rest = type.Kinds;

        // What no file before OTP 29 can say and what every value may be: the word for everything is the same.
        if ((rest | BeamTypeKinds.NativeRecord) == BeamTypeKinds.Any)
        {
            text.Append("any");
            AppendRange(text, type);
            return text.ToString();
        }

        foreach (var (kinds, name) in Names)
        {
            if ((rest & kinds) != kinds || (kinds == BeamTypeKinds.Number && HasRange(type)))
            {
                continue;
            }

            rest &= ~kinds;
            text.Append(text.Length == 0 ? "" : "|").Append(name);
            if (kinds == BeamTypeKinds.Integer)
            {
                AppendRange(text, type);
            }
            else if (kinds == BeamTypeKinds.Bitstring && type.Unit is { } unit)
            {
                text.Append(CultureInfo.InvariantCulture, $"({unit})");
            }
        }

        return text.Length == 0 ? "none" : text.ToString();
    }

    private static bool HasRange(BeamType type) => type.Minimum is not null || type.Maximum is not null;

    private static void AppendRange(StringBuilder text, BeamType type)
    {
        if (HasRange(type))
        {
            text.Append(CultureInfo.InvariantCulture, $"({type.Minimum}..{type.Maximum})");
        }
    }
}
