using System.Globalization;
using System.Text;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes a type as the compiler's own record (<c>beam_types.hrl</c>), so that its encoding in the <c>Type</c> chunk is
/// the type again. Where the compiler has no record as narrow as the type, the next wider one is taken.
/// </summary>
internal static class AssemblyTypes
{
    private const BeamTypeKinds Identifiers = BeamTypeKinds.Pid | BeamTypeKinds.Port | BeamTypeKinds.Reference;

    private const BeamTypeKinds Others =
        Identifiers | BeamTypeKinds.Bitstring | BeamTypeKinds.Fun | BeamTypeKinds.Map;

    public static void Append(StringBuilder text, BeamType type, AssemblyDialect dialect)
    {
        var all = dialect == AssemblyDialect.Otp27 ? BeamTypeKinds.Any & ~BeamTypeKinds.NativeRecord : BeamTypeKinds.Any;
        var kinds = type.Kinds & all;

        // Any term, but not below some integer if it is one, is a union of everything.
        if (kinds == BeamTypeKinds.None || (kinds == all && type.Minimum is null && type.Maximum is null))
        {
            text.Append("any");
            return;
        }

        var fields = new List<string>
        {
            Atom(kinds), List(kinds), Number(kinds, type), Tuple(kinds), Other(kinds, type),
        };
        if (dialect == AssemblyDialect.Otp29)
        {
            fields.Insert(4, Has(kinds, BeamTypeKinds.NativeRecord) ? "{t_record,nil,#{}}" : "none");
        }

        var present = fields.Where(field => field != "none").ToList();
        text.Append(present.Count == 1 ? present[0] : $"{{t_union,{string.Join(',', fields)}}}");
    }

    private static bool Has(BeamTypeKinds kinds, BeamTypeKinds kind) => (kinds & kind) != 0;

    private static string Atom(BeamTypeKinds kinds) => Has(kinds, BeamTypeKinds.Atom) ? "{t_atom,any}" : "none";

    private static string List(BeamTypeKinds kinds) => (kinds & BeamTypeKinds.List) switch
    {
        BeamTypeKinds.List => "{t_list,any,any}",
        BeamTypeKinds.Cons => "{t_cons,any,any}",
        BeamTypeKinds.Nil => "nil",
        _ => "none",
    };

    private static string Number(BeamTypeKinds kinds, BeamType type) => (kinds & BeamTypeKinds.Number) switch
    {
        BeamTypeKinds.Number => $"{{t_number,{Bounds(type)}}}",
        BeamTypeKinds.Integer => $"{{t_integer,{Bounds(type)}}}",
        BeamTypeKinds.Float => "{t_float,any}",
        _ => "none",
    };

    private static string Bounds(BeamType type)
    {
        if (type.Minimum is null && type.Maximum is null)
        {
            return "any";
        }

        var minimum = type.Minimum?.ToString(CultureInfo.InvariantCulture) ?? "'-inf'";
        var maximum = type.Maximum?.ToString(CultureInfo.InvariantCulture) ?? "'+inf'";
        return $"{{{minimum},{maximum}}}";
    }

    private static string Tuple(BeamTypeKinds kinds) => Has(kinds, BeamTypeKinds.Tuple) ? "{t_tuple,0,false,#{}}" : "none";

    private static string Other(BeamTypeKinds kinds, BeamType type) => (kinds & Others) switch
    {
        BeamTypeKinds.None => "none",
        BeamTypeKinds.Bitstring when type.Unit is { } unit =>
            $"{{t_bitstring,{unit.ToString(CultureInfo.InvariantCulture)},false}}",
        BeamTypeKinds.Bitstring => "{t_bs_matchable,1}",
        BeamTypeKinds.Fun => "{t_fun,any,any,any}",
        BeamTypeKinds.Map => "{t_map,any,any}",
        BeamTypeKinds.Pid => "pid",
        BeamTypeKinds.Port => "port",
        BeamTypeKinds.Reference => "reference",
        var some when (some & ~Identifiers) == BeamTypeKinds.None => "identifier",
        _ => "other",
    };
}
