using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>The types, records and specifications of a module, from the abstract code in its debug information.</summary>
internal sealed class ModuleForms
{
    private readonly Dictionary<(string Name, int Arity), TypeDefinition> _types = [];
    private readonly Dictionary<string, ImmutableArray<RecordFieldType>> _records = [];
    private readonly Dictionary<(string Name, int Arity), ImmutableArray<Term>> _specifications = [];

    private ModuleForms(string name) => Name = name;

    /// <summary>The module's name.</summary>
    public string Name { get; }

    /// <summary>Reads the forms of a module; one without debug information has none, which is reported.</summary>
    public static ModuleForms Read(BeamChunks chunks, Action<string> report)
    {
        var forms = new ModuleForms(chunks.ModuleName);
        foreach (var form in FormList(chunks, report))
        {
            if (Forms.IsTagged(form, out var tag, out var attribute) && tag == "attribute" && attribute.Arity == 4
                && attribute[2] is AtomTerm kind)
            {
                forms.Add(kind.Name, attribute[3]);
            }
        }

        return forms;
    }

    /// <summary>Makes the forms of a module by hand.</summary>
    public static ModuleForms Of(string name, IEnumerable<(string Kind, Term Value)> attributes)
    {
        var forms = new ModuleForms(name);
        foreach (var (kind, value) in attributes)
        {
            forms.Add(kind, value);
        }

        return forms;
    }

    public TypeDefinition? Type(string name, int arity) => _types.GetValueOrDefault((name, arity));

    /// <summary>The fields of a record; the default value when there is none of the name.</summary>
    public ImmutableArray<RecordFieldType> Record(string name) => _records.GetValueOrDefault(name);

    /// <summary>The clauses of the specification of a function; none when it has no specification.</summary>
    public ImmutableArray<Term> Specification(string function, int arity) =>
        _specifications.TryGetValue((function, arity), out var clauses) ? clauses : [];

    private static ImmutableArray<Term> FormList(BeamChunks chunks, Action<string> report)
    {
        try
        {
            var chunk = chunks.Container.Chunks.FirstOrDefault(chunk => chunk.Id == ChunkId.DebugInfo);
            if (chunk is not null && DebugInfo.Read(chunk.Data) is ErlangDebugInfo { Forms: not null } info)
            {
                return info.FormList;
            }

            report($"{chunks.ModuleName} has no abstract code; what its functions take and give is any");
        }
        catch (DiagnosticException exception)
        {
            report($"the debug information of {chunks.ModuleName} cannot be read: {exception.Message}");
        }

        return [];
    }

    private void Add(string kind, Term value)
    {
        if (value is not TupleTerm tuple)
        {
            return;
        }

        switch (kind)
        {
            case "type" or "opaque" or "nominal" when tuple.Arity == 3 && tuple[0] is AtomTerm name:
                var parameters = Forms.Items(tuple[2])
                    .Select(parameter => Forms.Name(parameter, "var") ?? "_").ToImmutableArray();
                _types.TryAdd((name.Name, parameters.Length), new TypeDefinition(parameters, tuple[1], kind == "opaque"));
                break;
            case "record" when tuple.Arity == 2 && tuple[0] is AtomTerm name:
                _records.TryAdd(name.Name, [.. Forms.Items(tuple[1]).Select(RecordFieldType.Read)]);
                break;
            case "spec" when tuple.Arity == 2 && tuple[0] is TupleTerm { Arity: 2 or 3 } function
                && function[function.Arity - 2] is AtomTerm name && function[function.Arity - 1] is IntegerTerm arity:
                _specifications.TryAdd((name.Name, (int)arity.Value), Forms.Items(tuple[1]));
                break;
            default:
                break;
        }
    }
}
