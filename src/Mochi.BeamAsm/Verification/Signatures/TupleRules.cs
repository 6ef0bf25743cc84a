using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Tuples.</summary>
internal static class TupleRules
{
    private static readonly ImmutableArray<TermType>[] ElementRequired = new ImmutableArray<TermType>[32];
    private static readonly ImmutableArray<TermType>[] SetElementRequired = new ImmutableArray<TermType>[32];

    /// <summary><c>element/2</c>.</summary>
    public static CallOutcome Element(Signature signature, TermType index, TermType tuple)
    {
        var place = index.Meet(SignatureTypes.TupleIndex);
        var (least, most) = ((int)place.Minimum!.Value, (int)place.Maximum!.Value);
        var canFail = !index.IsSubsetOf(SignatureTypes.TupleIndex) || !HasAll(tuple, most);
        return new CallOutcome(Elements(tuple, least, most), canFail, Required(ElementRequired, least, signature));
    }

    /// <summary><c>setelement/3</c>.</summary>
    public static CallOutcome SetElement(Signature signature, TermType index, TermType tuple, TermType value)
    {
        var place = index.Meet(SignatureTypes.TupleIndex);
        var (least, most) = ((int)place.Minimum!.Value, (int)place.Maximum!.Value);
        var canFail = !index.IsSubsetOf(SignatureTypes.TupleIndex) || !HasAll(tuple, most);
        var large = tuple.Meet(TermType.TupleAtLeast(least));
        var result = least == most ? large.ReplaceTupleElement(least, value) : large.ReplaceAnyTupleElement(value);
        return new CallOutcome(result, canFail, Required(SetElementRequired, least, signature));
    }

    /// <summary><c>tuple_size/1</c>.</summary>
    public static TermType Size(TermType tuple)
    {
        var most = 0;
        foreach (var shape in tuple.Shapes)
        {
            most = Math.Max(most, shape.IsExact ? shape.Size : SignatureTypes.MaximumTupleSize);
        }

        return TermType.IntegerRange(tuple.MinimumTupleSize, most);
    }

    /// <summary><c>list_to_tuple/1</c>.</summary>
    public static TermType OfList(TermType list)
    {
        var kinds = list.Kinds & TermKinds.List;
        return kinds == TermKinds.Nil ? TermType.TupleOf(0) : kinds == TermKinds.Cons ? TermType.TupleAtLeast(1) : TermType.Tuple;
    }

    /// <summary><c>tuple_to_list/1</c>.</summary>
    public static TermType ToList(TermType tuple)
    {
        var element = tuple.AnyElement;
        return tuple.MinimumTupleSize == 0 ? TermType.ListOf(element) : TermType.NonEmptyListOf(element, TermType.Nil);
    }

    /// <summary><c>make_tuple/2</c>.</summary>
    public static TermType Make(TermType size, TermType element)
    {
        var sizes = size.Meet(TermType.IntegerRange(0, SignatureTypes.MaximumTupleSize));
        if (sizes.Minimum is not { } least || sizes.Maximum != least)
        {
            return TermType.TupleAtLeast((int)(sizes.Minimum ?? 0));
        }

        var tuple = TermType.TupleOf((int)least);
        for (var index = 1; index <= least && TermType.KeepsElement(index); index++)
        {
            tuple = tuple.ReplaceTupleElement(index, element);
        }

        return tuple;
    }

    /// <summary><c>append_element/2</c>.</summary>
    public static TermType Append(TermType tuple, TermType element)
    {
        var result = TermType.None;
        foreach (var shape in tuple.Shapes)
        {
            var elements = new TermType[shape.KnownElements];
            for (var index = 0; index < elements.Length; index++)
            {
                elements[index] = shape.Element(index + 1);
            }

            var longer = TermType.TupleOf(shape.Size + 1, shape.IsExact, elements);
            result = result.Join(shape.IsExact ? longer.WithTupleElement(shape.Size + 1, element) : longer);
        }

        return result;
    }

    private static TermType Elements(TermType tuple, int first, int last)
    {
        var element = tuple.TupleElement(first);
        for (var index = first + 1; index <= last && !element.IsAny; index++)
        {
            if (!TermType.KeepsElement(index))
            {
                return element.Join(tuple.Meet(TermType.TupleAtLeast(index)).AnyElement);
            }

            element = element.Join(tuple.TupleElement(index));
        }

        return element;
    }

    // Whether it is a tuple that has all elements up to one.
    private static bool HasAll(TermType tuple, int last) => tuple.Kinds == TermKinds.Tuple && tuple.MinimumTupleSize >= last;

    private static ImmutableArray<TermType> Required(ImmutableArray<TermType>[] known, int size, Signature signature)
    {
        if (size < known.Length && !known[size].IsDefault)
        {
            return known[size];
        }

        var required = signature.Required.SetItem(1, TermType.TupleAtLeast(size));
        if (size < known.Length)
        {
            known[size] = required;
        }

        return required;
    }
}
