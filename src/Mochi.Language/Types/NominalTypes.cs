using Mochi.Language.Binding;

namespace Mochi.Language.Types;

/// <summary>A field of a record or the payload of a variant; a positional payload has an empty name.</summary>
internal sealed record FieldSymbol(string Name, MochiType Type);

/// <summary>A record type: a tuple of its tag and its fields in order of declaration.</summary>
internal sealed class RecordType(string name, string tag) : MochiType
{
    public string Name { get; } = name;

    /// <summary>The atom in front of the fields at run time.</summary>
    public string Tag { get; } = tag;

    public List<FieldSymbol> Fields { get; } = [];

    public Dictionary<string, FunctionSymbol> Methods { get; } = [];

    public int IndexOf(string field) => Fields.FindIndex(candidate => candidate.Name == field);

    public override string ToString() => Name;
}

/// <summary>A sum type.</summary>
internal sealed class UnionType(string name) : MochiType
{
    public string Name { get; } = name;

    public List<VariantSymbol> Variants { get; } = [];

    /// <summary>True when every variant is a bare atom at run time.</summary>
    public bool IsEnumeration => Variants.All(variant => variant.Fields.Count == 0);

    public override string ToString() => Name;
}

/// <summary>A variant of a sum type: an atom, or a tuple of its tag and its payload.</summary>
internal sealed class VariantSymbol(string name, string tag, UnionType union)
{
    public string Name { get; } = name;

    public string Tag { get; } = tag;

    public UnionType Union { get; } = union;

    public List<FieldSymbol> Fields { get; } = [];

    public int IndexOf(string field) => Fields.FindIndex(candidate => candidate.Name == field);
}

/// <summary>
/// The order of the fields of all rows with one set of field names; fixed by the first of them in the module.
/// </summary>
internal sealed record RowLayout(IReadOnlyList<string> Names)
{
    public string Tag { get; } = "{" + string.Join(",", Names) + "}";

    public int IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name) return i;
        }

        return -1;
    }
}

/// <summary>
/// An anonymous row: a tuple of a tag made of its field names and the values in the order of its layout.
/// </summary>
internal sealed class RowType(RowLayout layout, IReadOnlyList<MochiType> types) : MochiType
{
    public RowLayout Layout { get; } = layout;

    public IReadOnlyList<MochiType> Types { get; } = types;

    public override string ToString() =>
        "{" + string.Join(", ", Layout.Names.Zip(Types, (name, type) => $"{name}: {type.Pruned}")) + "}";
}
