using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Ir.Checking;

/// <content>Types: whether they are well formed, and whether a value can have the one that is declared for it.</content>
internal sealed partial class FunctionChecker
{
    private void CheckType(IrType type)
    {
        switch (type)
        {
            case IntegerType { Minimum: { } minimum, Maximum: { } maximum } when minimum > maximum:
                problems.Error("BA313", $"the range of {MirTypePrinter.Print(type)} is empty");
                break;
            case AtomType atom:
                CheckAtoms(atom);
                break;
            case BitstringType { UnitBits: < 1 or > 256 } bitstring:
                problems.Error("BA313", $"the unit of a bitstring is 1 to 256 bits, not {bitstring.UnitBits}");
                break;
            case UnionType union when union.Members.Length < 2 || union.Members.Any(member => member is UnionType):
                problems.Error("BA313", "a union has at least two members, none of them a union");
                break;
            case FunType { Parameters: { IsDefault: false, Length: > MaximumArity } parameters }:
                problems.Error("BA313", $"a fun of {parameters.Length} parameters cannot be");
                break;
            default:
                break;
        }

        foreach (var part in StaticKinds.Parts(type))
        {
            CheckType(part);
        }
    }

    private void CheckAtoms(AtomType type)
    {
        for (var index = 0; index < type.Names.Length; index++)
        {
            problems.CheckAtom(type.Names[index], "an atom of a type");
            if (index > 0 && string.CompareOrdinal(type.Names[index - 1], type.Names[index]) >= 0)
            {
                problems.Error("BA313", "the atoms of a type are sorted and none stands twice");
                return;
            }
        }
    }

    /// <summary>Reports a value that can never be of the type declared for it.</summary>
    private void CheckDeclared(IrType declared, Expression value, string what)
    {
        var fits = value is LiteralExpression literal
            ? CanBe(declared, literal.Value)
            : (_kinds.Of(value) & StaticKinds.Of(declared)) != BeamTypeKinds.None || _kinds.Of(value) == BeamTypeKinds.None;
        if (!fits)
        {
            var outer = problems.Position;
            problems.Position = value.Position.IsKnown ? value.Position : outer;
            problems.Error("BA312", $"{what} is of type {MirTypePrinter.Print(declared)}, which this value cannot have");
            problems.Position = outer;
        }
    }

    private static bool CanBe(IrType type, Term value) => type switch
    {
        UnionType union => union.Members.Any(member => CanBe(member, value)),
        IntegerType integer => value is IntegerTerm number
            && !(number.Value < integer.Minimum) && !(number.Value > integer.Maximum),
        AtomType atom => value is AtomTerm { Name: var name } && (atom.Names.IsEmpty || atom.Names.Contains(name)),
        BitstringType { UnitBits: > 0 and var unit } => value is BitstringTerm bitstring && bitstring.BitLength % unit == 0,
        ListType list => value is NilTerm
            || (value is ListTerm { IsProper: true } items && items.Elements.All(element => CanBe(list.Element, element))),
        TupleType { Elements.IsDefault: false } tuple => value is TupleTerm elements
            && elements.Elements.Length == tuple.Elements.Length
            && !tuple.Elements.Where((element, index) => !CanBe(element, elements.Elements[index])).Any(),
        _ => (StaticKinds.Of(type) & StaticKinds.Of(value)) != BeamTypeKinds.None,
    };
}
