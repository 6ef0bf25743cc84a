using Mochi.BeamFile.Terms;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

/// <summary>Types as terms, for <c>mochi_core:cast/2</c>.</summary>
internal static class TypeTerms
{
    public static Term Of(MochiType type) => Of(type, []);

    private static Term Of(MochiType type, HashSet<MochiType> open)
    {
        type = type.Pruned;
        switch (type)
        {
            case ListType list: return Term.Tuple(Term.Atom("list"), Of(list.Element, open));
            case SetType set: return Term.Tuple(Term.Atom("set"), Of(set.Element, open));
            case MapType map: return Term.Tuple(Term.Atom("map"), Of(map.Key, open), Of(map.Value, open));
            case OptionType option: return Term.Tuple(Term.Atom("option"), Of(option.Element, open));
            case FunctionType: return Term.Atom("fun");
            case RowType row:
                var fields = row.Layout.Names.Zip(row.Types, (name, part) => Field(name, part, open));
                return Record(row.Layout.Tag, "", fields);
            case RecordType record:
                if (!open.Add(record)) return Tagged([record.Tag]);
                var term = Record(
                    record.Tag, record.Name, [.. record.Fields.Select(field => Field(field.Name, field.Type, open))]);
                open.Remove(record);
                return term;
            case UnionType union:
                if (!open.Add(union)) return Tagged(union.Variants.Select(variant => variant.Tag));
                List<Term> variants = [.. union.Variants.Select(variant => Variant(variant, open))];
                open.Remove(union);
                return Term.Tuple(Term.Atom("union"), Term.String(union.Name), Term.List(variants));
            case PrimitiveType when !type.IsError && !type.Is(MochiType.Never):
                return Term.Atom(type.ToString()!);
            default:
                return Term.Atom("any");
        }
    }

    private static Term Tagged(IEnumerable<string> tags) =>
        Term.Tuple(Term.Atom("tagged"), Term.List(tags.Select(tag => (Term)Term.Atom(tag))));

    private static Term Record(string tag, string name, IEnumerable<Term> fields) =>
        Term.Tuple(Term.Atom("record"), Term.Atom(tag), Term.String(name), Term.List(fields));

    private static Term Field(string name, MochiType type, HashSet<MochiType> open) =>
        Term.Tuple(Term.String(name), Of(type, open));

    private static Term Variant(VariantSymbol variant, HashSet<MochiType> open) => variant.Fields.Count == 0
        ? Term.Atom(variant.Tag)
        : Term.Tuple(Term.Atom(variant.Tag), Term.List(variant.Fields.Select(field => Of(field.Type, open))));
}
