using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Reads the compiler's own types (<c>beam_types.hrl</c>) as what the <c>Type</c> chunk can say of them.
/// </summary>
internal static class AssemblyTypeReader
{
    private const BeamTypeKinds Identifiers = BeamTypeKinds.Pid | BeamTypeKinds.Port | BeamTypeKinds.Reference;

    private const BeamTypeKinds Others =
        Identifiers | BeamTypeKinds.Bitstring | BeamTypeKinds.Fun | BeamTypeKinds.Map;

    public static BeamType Read(Term term)
    {
        switch (term)
        {
            case AtomTerm { Name: "any" }:
                return BeamType.Any;
            case AtomTerm atom:
                return new BeamType(Named(atom.Name));
            case TupleTerm { Elements: [AtomTerm { Name: "t_union" }, ..] } union:
                return ReadUnion(union);
            case TupleTerm { Elements: [AtomTerm { Name: "t_integer" or "t_number" } kind, var range] }:
                var kinds = kind.Name == "t_integer" ? BeamTypeKinds.Integer : BeamTypeKinds.Number;
                var (minimum, maximum) = ReadRange(range);
                return new BeamType(kinds, minimum, maximum);
            case TupleTerm { Elements: [AtomTerm { Name: "t_bitstring" }, IntegerTerm unit, ..] } when unit.Value >= 1 && unit.Value <= 256:
                return new BeamType(BeamTypeKinds.Bitstring, Unit: (int)unit.Value);
            case TupleTerm { Elements: [AtomTerm name, ..] }:
                return new BeamType(Named(name.Name));
            case ListTerm:
                // A set of tuples or native records in a union.
                return new BeamType(((ListTerm)term).Elements[0] is TupleTerm { Elements: [AtomTerm { Name: "t_record" }, ..] }
                    ? BeamTypeKinds.NativeRecord
                    : BeamTypeKinds.Tuple);
            default:
                throw Unknown(term);
        }
    }

    private static BeamTypeKinds Named(string name) => name switch
    {
        "none" => BeamTypeKinds.None,
        "nil" => BeamTypeKinds.Nil,
        "pid" => BeamTypeKinds.Pid,
        "port" => BeamTypeKinds.Port,
        "reference" => BeamTypeKinds.Reference,
        "identifier" => Identifiers,
        "other" => Others,
        "t_atom" => BeamTypeKinds.Atom,
        "t_bitstring" or "t_bs_context" or "t_bs_matchable" => BeamTypeKinds.Bitstring,
        "t_float" => BeamTypeKinds.Float,
        "t_fun" => BeamTypeKinds.Fun,
        "t_map" => BeamTypeKinds.Map,
        "t_cons" => BeamTypeKinds.Cons,
        "t_list" => BeamTypeKinds.List,
        "t_tuple" => BeamTypeKinds.Tuple,
        "t_record" => BeamTypeKinds.NativeRecord,
        _ => throw Unknown(Term.Atom(name)),
    };

    private static BeamType ReadUnion(TupleTerm union)
    {
        var kinds = BeamTypeKinds.None;
        long? minimum = null;
        long? maximum = null;
        int? unit = null;
        foreach (var field in union.Elements.Skip(1))
        {
            var member = Read(field);
            kinds |= member.Kinds;
            minimum ??= member.Minimum;
            maximum ??= member.Maximum;
            unit ??= member.Unit;
        }

        return new BeamType(kinds, minimum, maximum, unit);
    }

    private static (long? Minimum, long? Maximum) ReadRange(Term range) => range switch
    {
        TupleTerm { Elements: [var minimum, var maximum] } => (Bound(minimum), Bound(maximum)),
        AtomTerm { Name: "any" } => (null, null),
        _ => throw Unknown(range),
    };

    private static long? Bound(Term bound) => bound switch
    {
        IntegerTerm integer => integer.Value >= BeamType.SmallestBound && integer.Value <= BeamType.LargestBound
            ? (long)integer.Value
            : null,
        AtomTerm { Name: "-inf" or "+inf" } => null,
        _ => throw Unknown(bound),
    };

    private static AssemblyFormException Unknown(Term term) => new("BA113", $"{TermPrinter.Print(term, 80)} is no type");
}
