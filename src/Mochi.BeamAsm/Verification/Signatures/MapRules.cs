using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Maps.</summary>
internal static class MapRules
{
    private static readonly TermType Error = TermType.AtomOf("error");
    private static readonly TermType Ok = TermType.AtomOf("ok");
    private static readonly TermType Empty = TermType.MapOf(TermType.None, TermType.None);

    /// <summary>What a function that has a rule for maps gives.</summary>
    public static TermType Result(Signature signature, ReadOnlySpan<TermType> arguments) => signature.Rule switch
    {
        SignatureRule.MapSize => arguments[0].MapKey.IsNone ? TermType.IntegerRange(0, 0) : SignatureTypes.Size,
        SignatureRule.MapGet => Get(arguments[0], arguments[1]),
        SignatureRule.MapGetDefault => Get(arguments[0], arguments[1]).Join(arguments[2]),
        SignatureRule.MapFind => ListRules.Pair(Ok, Get(arguments[0], arguments[1])).Join(Error),
        SignatureRule.MapTake => ListRules.Pair(Get(arguments[0], arguments[1]), Remove(arguments[0], arguments[1])).Join(Error),
        SignatureRule.MapPut => arguments[2].Meet(TermType.Map).WithMapEntry(arguments[0], arguments[1]),
        SignatureRule.MapRemove => Remove(arguments[0], arguments[1]),
        SignatureRule.MapUpdateWith => UpdateWith(arguments[1], arguments[2]),
        SignatureRule.MapMerge => TermType.MapOf(
            arguments[0].MapKey.Join(arguments[1].MapKey), arguments[0].MapValue.Join(arguments[1].MapValue)),
        SignatureRule.MapKeys => TermType.ListOf(arguments[0].MapKey),
        SignatureRule.MapValues => TermType.ListOf(arguments[0].MapValue),
        SignatureRule.MapToList when IsMap(arguments[0]) => TermType.ListOf(ListRules.Pair(arguments[0].MapKey, arguments[0].MapValue)),
        SignatureRule.MapOfSecond when IsMap(arguments[1]) => arguments[1],
        SignatureRule.MapMap when IsMap(arguments[1]) => TermType.MapOf(arguments[1].MapKey, ListRules.ResultOf(arguments[0], 2)),
        SignatureRule.MapFold => ListRules.ResultOf(arguments[0], 3).Join(arguments[1]),
        SignatureRule.MapFromKeys => TermType.MapOf(arguments[0].Head, arguments[1]),
        SignatureRule.MapFromList => FromList(arguments[0]),
        SignatureRule.MapWith => TermType.MapOf(arguments[1].MapKey.Meet(arguments[0].Head), arguments[1].MapValue),
        SignatureRule.MapWithout => arguments[0].Kinds == TermKinds.Cons ? Remove(arguments[0].Head, arguments[1]) : arguments[1].Meet(TermType.Map),
        _ => signature.Result,
    };

    // Some functions take an iterator instead.
    private static bool IsMap(TermType type) => type.IsSubsetOf(TermType.Map);

    private static TermType Get(TermType key, TermType map) => key.IsDisjointFrom(map.MapKey) ? TermType.None : map.MapValue;

    // A map without a key: which key it is is known when there is only one of its type.
    private static TermType Remove(TermType key, TermType map)
    {
        var maps = map.Meet(TermType.Map);
        return key.IsSingleton ? TermType.MapOf(maps.MapKey.Subtract(key), maps.MapValue) : maps;
    }

    private static TermType UpdateWith(TermType fun, TermType map) =>
        ListRules.ResultOf(fun, 1) is { IsNone: false } value ? TermType.MapOf(map.MapKey, map.MapValue.Join(value)) : TermType.None;

    private static TermType FromList(TermType list)
    {
        var pair = list.Head.Meet(TermType.TupleOf(2));
        return !pair.IsNone ? TermType.MapOf(pair.TupleElement(1), pair.TupleElement(2))
            : (list.Kinds & TermKinds.Nil) == 0 ? TermType.None : Empty;
    }
}
