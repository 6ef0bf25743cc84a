namespace Mochi.BeamAsm.Verification.Types;

/// <content>What <c>==</c> holds equal.</content>
public sealed partial class TermType
{
    private const TermKinds ComparedExactly =
        TermKinds.Atom | TermKinds.Bitstring | TermKinds.Fun | TermKinds.Nil | TermKinds.Identifier;

    /// <summary>What may be <c>==</c> to a value of this type: numbers are integers or floats, wherever they stand in it.</summary>
    public TermType EqualInValue()
    {
        var kinds = Kinds & ~ComparedExactly;
        if (kinds == TermKinds.None)
        {
            return this;
        }

        var type = Meet(OfKinds(ComparedExactly));
        if (Has(TermKinds.Number))
        {
            type = type.Join(Number);
        }

        if (Has(TermKinds.Cons))
        {
            type = type.Join(NonEmptyListOf(_details.Element?.EqualInValue() ?? Any, _details.Terminator?.EqualInValue() ?? AnyTerminator));
        }

        if (Has(TermKinds.Tuple))
        {
            type = type.Join(OfShapes(_shapes is { } shapes ? EqualInValue(shapes) : null));
        }

        return type.Join(OfKinds(kinds & ~(TermKinds.Number | TermKinds.Cons | TermKinds.Tuple)));
    }

    private static TupleShape[]? EqualInValue(TupleShape[] shapes)
    {
        var equal = new TupleShape[shapes.Length];
        for (var place = 0; place < shapes.Length; place++)
        {
            equal[place] = shapes[place];
            for (var index = 1; index <= shapes[place].KnownElements; index++)
            {
                equal[place] = equal[place].With(index, shapes[place].Element(index).EqualInValue());
            }
        }

        return TupleShapes.Normalize(equal);
    }
}
