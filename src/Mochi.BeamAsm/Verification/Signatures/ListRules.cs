using System.Collections.Immutable;
using System.Diagnostics;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Lists.</summary>
internal static class ListRules
{
    // Kinds that have no numbers in them: those compare as equal only when they are the same.
    private static readonly TermType False = TermType.AtomOf("false");
    private static readonly TermType Value = TermType.AtomOf("value");

    /// <summary>What a function that only a rule for lists tells of gives.</summary>
    public static TermType Result(Signature signature, ReadOnlySpan<TermType> arguments) => signature.Rule switch
    {
        SignatureRule.Head => arguments[0].Head,
        SignatureRule.Tail => arguments[0].TailOfList,
        SignatureRule.Length => Length(arguments[0]),
        SignatureRule.Append => Append(arguments[0], arguments[1]),
        SignatureRule.ElementsOfFirst => TermType.ListOf(arguments[0].Head),
        SignatureRule.ElementsOfSecond => TermType.ListOf(arguments[1].Head),
        SignatureRule.ElementOfSecond => arguments[1].Head,
        SignatureRule.RestOfSecond => Rest(arguments[1]),
        SignatureRule.RestOfThird => Rest(arguments[2]),
        SignatureRule.DropWhile => TermType.ListOf(arguments[1].Head, EndOf(arguments[1])),
        SignatureRule.SameLengthOfFirst => SameLength(arguments[0], arguments[0].Head),
        SignatureRule.SameLengthOfSecond => SameLength(arguments[1], arguments[1].Head),
        SignatureRule.Duplicate => arguments[0].Meet(TermType.Integer).Minimum >= 1
            ? TermType.NonEmptyListOf(arguments[1], TermType.Nil) : TermType.ListOf(arguments[1]),
        SignatureRule.Map => SameLength(arguments[1], ResultOf(arguments[0], 1)),
        SignatureRule.Fold => ResultOf(arguments[0], 2, arguments[2]).Join(IfEmpty(arguments[1], arguments[2])),
        SignatureRule.MapAndFold => MapAndFold(arguments[0], arguments[1], arguments[2]),
        SignatureRule.Partition => Pair(TermType.ListOf(arguments[1].Head), TermType.ListOf(arguments[1].Head)),
        SignatureRule.SplitAt => Pair(TermType.ListOf(arguments[1].Head), Rest(arguments[1])),
        SignatureRule.SplitWith => Pair(TermType.ListOf(arguments[1].Head), TermType.ListOf(arguments[1].Head, EndOf(arguments[1]))),
        SignatureRule.Search => Pair(Value, arguments[1].Head).Join(False),
        SignatureRule.KeyFind => Found(arguments).Join(False),
        SignatureRule.KeySearch => Pair(Value, Found(arguments)).Join(False),
        SignatureRule.KeyTake => TermType.TupleOfElements(Value, Found(arguments), Rest(arguments[2])).Join(False),
        SignatureRule.Unzip => Unzip(arguments[0], 2),
        SignatureRule.Unzip3 => Unzip(arguments[0], 3),
        _ => throw new UnreachableException($"the rule {signature.Rule} has no code"),
    };

    /// <summary>Zipping, for which all lists are of one length.</summary>
    public static CallOutcome Zip(Signature signature, ReadOnlySpan<TermType> lists)
    {
        Span<TermType> elements = new TermType[lists.Length];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = lists[index].Meet(TermType.ProperList).Head;
        }

        return OfLists(signature, lists, TermType.TupleOfElements(elements), first: 0);
    }

    /// <summary>Zipping with a fun.</summary>
    public static CallOutcome ZipWith(Signature signature, ReadOnlySpan<TermType> arguments) =>
        OfLists(signature, arguments, ResultOf(arguments[0], signature.Arity - 1), first: 1);

    /// <summary>Two in a tuple.</summary>
    public static TermType Pair(TermType first, TermType second) => TermType.TupleOfElements(first, second);

    /// <summary>What a fun called with so many arguments gives.</summary>
    public static TermType ResultOf(TermType fun, int arity) => fun.Meet(TermType.FunOf(arity)).FunResult;

    private static TermType ResultOf(TermType fun, int arity, TermType list) =>
        (list.Kinds & TermKinds.Cons) == 0 ? TermType.None : ResultOf(fun, arity);

    private static TermType IfEmpty(TermType type, TermType list) => (list.Kinds & TermKinds.Nil) == 0 ? TermType.None : type;

    private static TermType Length(TermType list) => (list.Kinds & TermKinds.List) switch
    {
        TermKinds.Nil => TermType.IntegerRange(0, 0),
        TermKinds.Cons => SignatureTypes.PositiveSize,
        _ => SignatureTypes.Size,
    };

    // The second is the end of the result; there is no other when the first is empty.
    private static TermType Append(TermType first, TermType second)
    {
        var result = IfEmpty(second, first);
        return (first.Kinds & TermKinds.Cons) == 0 ? result : TermType.Cons(first.Head, second).Join(result);
    }

    private static TermType EndOf(TermType list) => (list.Kinds & TermKinds.Cons) == 0 ? TermType.Nil : list.Terminator;

    // What is left of a list from some element on, or behind the last.
    private static TermType Rest(TermType list)
    {
        var end = EndOf(list);
        return TermType.ListOf(list.Head, end).Join(end);
    }

    private static TermType SameLength(TermType list, TermType element) => (list.Kinds & TermKinds.List) switch
    {
        TermKinds.Nil => TermType.Nil,
        TermKinds.Cons => TermType.NonEmptyListOf(element, TermType.Nil),
        _ => TermType.ListOf(element),
    };

    private static TermType MapAndFold(TermType fun, TermType first, TermType list)
    {
        var step = ResultOf(fun, 2, list).Meet(TermType.TupleOf(2));
        var none = IfEmpty(Pair(TermType.Nil, first), list);
        return step.IsNone ? none
            : Pair(SameLength(list, step.TupleElement(1)), step.TupleElement(2).Join(IfEmpty(first, list)));
    }

    private static TermType Unzip(TermType list, int size)
    {
        var tuple = list.Head.Meet(TermType.TupleOf(size));
        var (elements, kinds) = (new TermType[size], list.Kinds & TermKinds.List);
        if (tuple.IsNone)
        {
            Array.Fill(elements, (kinds & TermKinds.Nil) == 0 ? TermType.None : TermType.Nil);
            return TermType.TupleOfElements(elements);
        }

        for (var index = 0; index < size; index++)
        {
            elements[index] = SameLength(list, tuple.TupleElement(index + 1));
        }

        return TermType.TupleOfElements(elements);
    }

    // The tuples of a list that have a key at a place.
    private static TermType Found(ReadOnlySpan<TermType> arguments)
    {
        var places = arguments[1].Meet(SignatureTypes.TupleIndex);
        if (places.IsNone)
        {
            return TermType.None;
        }

        var place = (int)places.Minimum!.Value;
        var tuples = arguments[2].Head.Meet(TermType.TupleAtLeast(place));
        return places.Maximum == place ? tuples.WithTupleElement(place, arguments[0].EqualInValue()) : tuples;
    }

    private static CallOutcome OfLists(Signature signature, ReadOnlySpan<TermType> arguments, TermType element, int first)
    {
        // As soon as one list is known to be empty all are, and likewise when one is known not to be.
        var kinds = TermKinds.List;
        for (var index = first; index < arguments.Length; index++)
        {
            kinds &= arguments[index].Meet(TermType.ProperList).Kinds;
        }

        if (element.IsNone)
        {
            kinds &= TermKinds.Nil;
        }

        var (result, argument) = kinds switch
        {
            TermKinds.None => (TermType.None, TermType.ProperList),
            TermKinds.Nil => (TermType.Nil, TermType.Nil),
            TermKinds.Cons => (TermType.NonEmptyListOf(element, TermType.Nil), TermType.ProperNonEmptyList),
            _ => (TermType.ListOf(element), TermType.ProperList),
        };
        return argument == TermType.ProperList
            ? signature.Of(result, canFail: true) : new CallOutcome(result, true, RequiredLists(signature, argument, first));
    }

    private static ImmutableArray<TermType> RequiredLists(Signature signature, TermType list, int first)
    {
        var required = signature.Required.ToBuilder();
        for (var index = first; index < required.Count; index++)
        {
            required[index] = list;
        }

        return required.MoveToImmutable();
    }
}
