namespace Mochi.Language.Types;

/// <summary>What it takes to use a value of one type where another one is wanted.</summary>
internal enum TypeRelation
{
    /// <summary>Nothing.</summary>
    Same,

    /// <summary>An int becomes a float.</summary>
    IntToFloat,

    /// <summary>The value becomes a present option.</summary>
    Wrap,

    /// <summary>A function is called through another one that converts arguments and result.</summary>
    Adapt,

    /// <summary>The value is checked and converted when the program runs.</summary>
    Check,

    /// <summary>It cannot be.</summary>
    None,
}

/// <summary>Compares types; unbound type variables are bound on the way.</summary>
internal static class TypeRelations
{
    /// <summary>How a value of type <paramref name="source"/> becomes one of type <paramref name="target"/>.</summary>
    public static TypeRelation Relate(MochiType source, MochiType target)
    {
        source = source.Pruned;
        target = target.Pruned;
        if (ReferenceEquals(source, target) || source.IsError || target.IsError || source.Is(MochiType.Never))
        {
            return TypeRelation.Same;
        }

        if (target.IsAny) return TypeRelation.Same;
        if (target is TypeVariable targetVariable) return Bind(targetVariable, source);
        if (source is TypeVariable sourceVariable) return Bind(sourceVariable, target);
        if (source.IsAny) return TypeRelation.Check;
        if (target is OptionType wanted && source is not OptionType)
        {
            return Relate(source, wanted.Element) switch
            {
                TypeRelation.Same => TypeRelation.Wrap,
                TypeRelation.IntToFloat or TypeRelation.Check => TypeRelation.Check,
                _ => TypeRelation.None,
            };
        }

        return (source, target) switch
        {
            (PrimitiveType, PrimitiveType) =>
                source.Is(MochiType.Int) && target.Is(MochiType.Float) ? TypeRelation.IntToFloat : TypeRelation.None,
            (ListType from, ListType to) => Inside(Relate(from.Element, to.Element)),
            (SetType from, SetType to) => Inside(Relate(from.Element, to.Element)),
            (OptionType from, OptionType to) => Inside(Relate(from.Element, to.Element)),
            (MapType from, MapType to) => Worse(Inside(Relate(from.Key, to.Key)), Inside(Relate(from.Value, to.Value))),
            (GroupType from, GroupType to) => Worse(Inside(Relate(from.Key, to.Key)), Inside(Relate(from.Item, to.Item))),
            (RowType from, RowType to) => RelateRows(from, to),
            (RowType from, RecordType to) => RelateFields(from, to),
            (RowType from, MapType to) => RelateRowToMap(from, to),
            (FunctionType from, FunctionType to) => RelateFunctions(from, to),
            _ => TypeRelation.None,
        };
    }

    /// <summary>The type of a value that is one of either type: <c>any</c> when they have nothing in common.</summary>
    public static MochiType Join(MochiType first, MochiType second)
    {
        first = first.Pruned;
        second = second.Pruned;
        if (ReferenceEquals(first, second) || second.Is(MochiType.Never) || first.IsError) return first;
        if (first.Is(MochiType.Never) || second.IsError) return second;
        if (first.IsAny || second.IsAny) return MochiType.Any;
        if (first is TypeVariable variable)
        {
            Bind(variable, second);
            return second;
        }

        if (second is TypeVariable other)
        {
            Bind(other, first);
            return first;
        }

        return (first, second) switch
        {
            _ when first.IsNumeric && second.IsNumeric => MochiType.Float,
            (ListType a, ListType b) => new ListType(Join(a.Element, b.Element)),
            (SetType a, SetType b) => new SetType(Join(a.Element, b.Element)),
            (OptionType a, OptionType b) => new OptionType(Join(a.Element, b.Element)),
            (OptionType a, _) => JoinOption(a, second),
            (_, OptionType b) => JoinOption(b, first),
            (MapType a, MapType b) => new MapType(Join(a.Key, b.Key), Join(a.Value, b.Value)),
            (RowType a, RowType b) when ReferenceEquals(a.Layout, b.Layout) =>
                new RowType(a.Layout, [.. a.Types.Zip(b.Types, Join)]),
            (FunctionType a, FunctionType b) when Relate(b, a) == TypeRelation.Same => a,
            _ => MochiType.Any,
        };
    }

    /// <summary>True when no value can be of both types, so that comparing them is a mistake.</summary>
    public static bool AreDisjoint(MochiType first, MochiType second)
    {
        first = first is OptionType a ? a.Element : first.Pruned;
        second = second is OptionType b ? b.Element : second.Pruned;
        if (first.IsAny || second.IsAny || first.IsError || second.IsError) return false;
        if (first is TypeVariable || second is TypeVariable || (first.IsNumeric && second.IsNumeric)) return false;
        if (first is TypeParameterType || second is TypeParameterType) return !ReferenceEquals(first, second);
        return (first, second) switch
        {
            (ListType x, ListType y) => AreDisjoint(x.Element, y.Element),
            (SetType x, SetType y) => AreDisjoint(x.Element, y.Element),
            (MapType x, MapType y) => AreDisjoint(x.Key, y.Key) || AreDisjoint(x.Value, y.Value),
            (RowType x, RowType y) => !ReferenceEquals(x.Layout, y.Layout),
            (RowType, RecordType) or (RecordType, RowType) => true,
            (PrimitiveType, PrimitiveType) or (RecordType, RecordType) or (UnionType, UnionType) =>
                !ReferenceEquals(first, second),
            _ => first.GetType() != second.GetType(),
        };
    }

    private static OptionType JoinOption(OptionType option, MochiType other) => new(Join(option.Element, other));

    private static TypeRelation Bind(TypeVariable variable, MochiType type)
    {
        if (Occurs(variable, type)) return TypeRelation.None;
        variable.Bind(type);
        return TypeRelation.Same;
    }

    private static bool Occurs(TypeVariable variable, MochiType type) => type.Pruned switch
    {
        TypeVariable other => ReferenceEquals(variable, other),
        ListType list => Occurs(variable, list.Element),
        SetType set => Occurs(variable, set.Element),
        OptionType option => Occurs(variable, option.Element),
        MapType map => Occurs(variable, map.Key) || Occurs(variable, map.Value),
        GroupType group => Occurs(variable, group.Key) || Occurs(variable, group.Item),
        RowType row => row.Types.Any(part => Occurs(variable, part)),
        FunctionType function =>
            function.Parameters.Any(part => Occurs(variable, part)) || Occurs(variable, function.Result),
        _ => false,
    };

    /// <summary>Inside a container every conversion needs a walk through it at run time.</summary>
    private static TypeRelation Inside(TypeRelation relation) =>
        relation is TypeRelation.IntToFloat or TypeRelation.Wrap ? TypeRelation.Check
        : relation == TypeRelation.Adapt ? TypeRelation.None
        : relation;

    private static TypeRelation Worse(TypeRelation first, TypeRelation second) => first > second ? first : second;

    private static TypeRelation RelateRows(RowType from, RowType to)
    {
        if (!ReferenceEquals(from.Layout, to.Layout)) return TypeRelation.None;
        var relation = TypeRelation.Same;
        for (var i = 0; i < from.Types.Count; i++)
        {
            relation = Worse(relation, Inside(Relate(from.Types[i], to.Types[i])));
        }

        return relation;
    }

    private static TypeRelation RelateFields(RowType from, RecordType to)
    {
        if (from.Layout.Names.Count != to.Fields.Count) return TypeRelation.None;
        foreach (var field in to.Fields)
        {
            var index = from.Layout.IndexOf(field.Name);
            if (index < 0 || Inside(Relate(from.Types[index], field.Type)) == TypeRelation.None)
            {
                return TypeRelation.None;
            }
        }

        return TypeRelation.Check;
    }

    private static TypeRelation RelateRowToMap(RowType from, MapType to)
    {
        if (Relate(MochiType.String, to.Key) != TypeRelation.Same) return TypeRelation.None;
        return from.Types.All(type => Inside(Relate(type, to.Value)) != TypeRelation.None)
            ? TypeRelation.Check
            : TypeRelation.None;
    }

    private static TypeRelation RelateFunctions(FunctionType from, FunctionType to)
    {
        if (from.Parameters.Count != to.Parameters.Count) return TypeRelation.None;
        var relation = to.Result.Is(MochiType.Unit) ? TypeRelation.Same : Relate(from.Result, to.Result);
        for (var i = 0; i < from.Parameters.Count; i++)
        {
            relation = Worse(relation, Relate(to.Parameters[i], from.Parameters[i]));
        }

        return relation is TypeRelation.Same or TypeRelation.None ? relation : TypeRelation.Adapt;
    }
}
