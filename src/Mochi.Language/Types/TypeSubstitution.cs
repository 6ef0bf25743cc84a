namespace Mochi.Language.Types;

/// <summary>Replaces type parameters in a type.</summary>
internal static class TypeSubstitution
{
    public static MochiType Apply(MochiType type, IReadOnlyDictionary<TypeParameterType, MochiType> replacements)
    {
        MochiType Replace(MochiType part) => Apply(part, replacements);
        return type.Pruned switch
        {
            TypeParameterType parameter => replacements.GetValueOrDefault(parameter, parameter),
            ListType list => new ListType(Replace(list.Element)),
            SetType set => new SetType(Replace(set.Element)),
            OptionType option => new OptionType(Replace(option.Element)),
            MapType map => new MapType(Replace(map.Key), Replace(map.Value)),
            GroupType group => new GroupType(Replace(group.Key), Replace(group.Item)),
            RowType row => new RowType(row.Layout, [.. row.Types.Select(Replace)]),
            FunctionType function => new FunctionType([.. function.Parameters.Select(Replace)], Replace(function.Result)),
            var other => other,
        };
    }
}
