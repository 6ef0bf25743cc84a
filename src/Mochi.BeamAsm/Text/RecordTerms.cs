using System.Collections.Immutable;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Definitions of native records as the term that assembly text has for them:
/// <c>[{Name, IsExported, [{Field, Default} | Field]}]</c>.
/// </summary>
internal static class RecordTerms
{
    public static Term Of(ImmutableArray<RecordDefinition> records)
    {
        var terms = new List<Term>();
        foreach (var record in records)
        {
            var fields = new List<Term>();
            foreach (var field in record.Fields)
            {
                var name = Term.Atom(field.Name);
                fields.Add(field.Default is { } value ? Term.Tuple(name, value) : name);
            }

            terms.Add(Term.Tuple(Term.Atom(record.Name), Term.Atom(record.IsExported ? "true" : "false"), Term.List(fields)));
        }

        return Term.List(terms);
    }

    public static ImmutableArray<RecordDefinition> Read(Term term)
    {
        var records = ImmutableArray.CreateBuilder<RecordDefinition>();
        foreach (var item in AssemblyOperandReader.Items(term))
        {
            if (item is not TupleTerm { Elements: [AtomTerm name, AtomTerm { Name: "true" or "false" } isExported, var fields] })
            {
                throw Unknown(item);
            }

            var read = ImmutableArray.CreateBuilder<RecordField>();
            foreach (var field in AssemblyOperandReader.Items(fields))
            {
                read.Add(field switch
                {
                    AtomTerm only => new RecordField(only.Name),
                    TupleTerm { Elements: [AtomTerm key, var value] } => new RecordField(key.Name, value),
                    _ => throw Unknown(field),
                });
            }

            records.Add(new RecordDefinition(name.Name, isExported.Name == "true", read.ToImmutable()));
        }

        return records.ToImmutable();
    }

    private static AssemblyFormException Unknown(Term term) =>
        new("BA113", $"{TermPrinter.Print(term, 80)} defines no native record");
}
