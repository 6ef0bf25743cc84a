using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>A field of a record; without a type it can hold anything.</summary>
internal sealed record RecordFieldType(string Name, Term? Type)
{
    /// <summary>Reads <c>{record_field,..}</c> or <c>{typed_record_field,Field,Type}</c>.</summary>
    public static RecordFieldType Read(Term form)
    {
        if (!Forms.IsTagged(form, out var tag, out var field))
        {
            return new RecordFieldType("", null);
        }

        return tag switch
        {
            "typed_record_field" when field.Arity == 3 => Read(field[1]) with { Type = field[2] },
            "record_field" when field.Arity >= 3 => new RecordFieldType(Forms.Name(field[2], "atom") ?? "", null),
            _ => new RecordFieldType("", null),
        };
    }
}
