using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Verification.Types;

/// <summary>Whether a term is of a type, told from the type's parts only; knows nothing of its operations.</summary>
internal static class TypeMembership
{
    public static bool Includes(TermType type, Term term)
    {
        switch (term)
        {
            case AtomTerm atom:
                return Has(type, TermKinds.Atom) && (!type.HasAtoms || type.Atoms.Contains(atom.Name));
            case IntegerTerm integer:
                return Has(type, TermKinds.Integer) && !(integer.Value < type.Minimum) && !(integer.Value > type.Maximum);
            case FloatTerm:
                return Has(type, TermKinds.Float);
            case NilTerm:
                return Has(type, TermKinds.Nil);
            case BitstringTerm bits:
                return Has(type, TermKinds.Bitstring) && bits.BitLength % type.Unit == 0;
            case ExternalFunTerm fun:
                return Has(type, TermKinds.Fun) && type.FunResult.IsAny && (type.FunArity < 0 || type.FunArity == fun.Arity);
            case NativeRecordTerm record:
                return Has(type, TermKinds.NativeRecord)
                    && (type.NativeRecordNames.Length == 0
                        || type.NativeRecordNames.Contains(new NativeRecordName(record.Module, record.Name)));
            case ListTerm list:
                return Has(type, TermKinds.Cons) && list.Elements.All(element => Includes(type.Head, element))
                    && Includes(type.Terminator, list.Tail);
            case MapTerm map:
                return Has(type, TermKinds.Map)
                    && map.Pairs.All(pair => Includes(type.MapKey, pair.Key) && Includes(type.MapValue, pair.Value));
            case TupleTerm tuple:
                return Has(type, TermKinds.Tuple) && type.Shapes.ToArray().Any(shape => Includes(shape, tuple));
            default:
                throw new ArgumentException("a kind of term that the pool does not have", nameof(term));
        }
    }

    private static bool Includes(TupleShape shape, TupleTerm tuple) =>
        (shape.IsExact ? tuple.Arity == shape.Size : tuple.Arity >= shape.Size)
        && tuple.Elements.Select((element, index) => Includes(shape.Element(index + 1), element)).All(isIn => isIn);

    private static bool Has(TermType type, TermKinds kind) => (type.Kinds & kind) != 0;
}
