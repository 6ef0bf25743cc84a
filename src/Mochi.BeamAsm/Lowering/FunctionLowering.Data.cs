using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Lowering;

/// <content>Tuples, lists, maps and bitstrings.</content>
internal sealed partial class FunctionLowering
{
    private SsaOperand LowerTuple(TupleExpression tuple) => MakeTuple(LowerAll(tuple.Elements));

    private SsaOperand LowerList(ListExpression list)
    {
        SsaOperand[] elements = LowerAll(list.Elements);
        SsaOperand result = list.Tail is null ? SsaConstant.Nil : LowerValue(list.Tail);
        int last = elements.Length;
        while (last > 0 && elements[last - 1] is SsaConstant && result is SsaConstant)
        {
            last--;
        }

        if (last < elements.Length)
        {
            Term[] constants = [.. elements[last..].Select(element => ((SsaConstant)element).Value)];
            result = new SsaConstant(Term.ImproperList(constants, ((SsaConstant)result).Value));
        }

        for (int i = last - 1; i >= 0; i--)
        {
            result = Emit(new ConsInstruction(Function.NewValue(), elements[i], result) { Position = list.Position });
        }

        return result;
    }

    private SsaOperand LowerMap(MapExpression map)
    {
        SsaOperand result = map.Source is null ? new SsaConstant(Term.Map([])) : LowerValue(map.Source);
        (SsaOperand Key, SsaOperand Value, bool MustExist)[] entries =
            [.. map.Entries.Select(entry => (LowerValue(entry.Key), LowerValue(entry.Value), entry.MustExist))];
        if (result is not SsaConstant { Value: MapTerm })
        {
            RequireMap(result, map.Position);
        }

        // The machine takes several keys at once only when they are distinct constants.
        int next = 0;
        while (next < entries.Length)
        {
            int start = next;
            var keys = new HashSet<Term>();
            while (next < entries.Length
                && entries[next].MustExist == entries[start].MustExist
                && entries[next].Key is SsaConstant key
                && keys.Add(key.Value))
            {
                next++;
            }

            next = next == start ? start + 1 : next;
            result = PutMap(result, entries[start..next], map.Position);
        }

        return result;
    }

    private SsaOperand PutMap(
        SsaOperand source,
        (SsaOperand Key, SsaOperand Value, bool MustExist)[] entries,
        SourcePosition position)
    {
        SsaOperand[] keysAndValues = [.. entries.SelectMany(entry => new[] { entry.Key, entry.Value })];
        if (!entries[0].MustExist
            && source is SsaConstant { Value: MapTerm { Pairs.Length: 0 } }
            && TryConstants(keysAndValues, out Term[] terms))
        {
            return new SsaConstant(Term.Map([.. terms.Chunk(2).Select(pair => (pair[0], pair[1]))]));
        }

        return Emit(new MapInstruction(Function.NewValue(), entries[0].MustExist, source, keysAndValues)
        {
            Position = position,
        });
    }

    private void RequireMap(SsaOperand value, SourcePosition position)
    {
        Join isMap = NewJoin();
        Join isOther = NewJoin();
        Branch(new BuiltInTest(BuiltIns.Get("is_map", 1)), isMap, isOther, value);
        isOther.Enter();
        RaiseError(MakeTuple(new SsaConstant(Term.Atom("badmap")), value), position);
        isMap.Enter();
    }

    private SsaOperand LowerTupleElement(TupleElementExpression element)
    {
        SsaOperand tuple = LowerValue(element.Tuple);
        return LowerWithShape(tuple, element.Shape, element.OnFailure, () => Emit(
            new TupleElementInstruction(Function.NewValue(), tuple, element.Index) { Position = element.Position }));
    }

    private SsaOperand LowerTupleUpdate(TupleUpdateExpression update)
    {
        SsaOperand tuple = LowerValue(update.Tuple);
        (int Index, SsaOperand Value)[] updates =
            [.. update.Updates.Select(u => (u.Index, LowerValue(u.Value))).OrderBy(u => u.Index)];
        return LowerWithShape(tuple, update.Shape, update.OnFailure, () => Emit(
            new TupleUpdateInstruction(
                Function.NewValue(),
                update.Shape.Arity,
                tuple,
                [.. updates.Select(u => u.Index)],
                [.. updates.Select(u => u.Value)])
            {
                Position = update.Position,
            }));
    }

    /// <summary>Lowers an access that is safe only for a tuple of some shape; the type pass drops the test where it can.</summary>
    private SsaOperand LowerWithShape(
        SsaOperand tuple,
        TupleShape shape,
        Expression? onFailure,
        Func<SsaOperand> access)
    {
        Join fits = NewJoin();
        Join differs = NewJoin();
        Join end = NewJoin(resultCount: 1);
        Branch(new TupleTest(shape), fits, differs, tuple);
        differs.Enter();
        if (onFailure is null)
        {
            Terminate(new FailTerminator(FailureKind.BadRecord, tuple));
        }
        else
        {
            end.Leave(LowerValue(onFailure));
        }

        fits.Enter();
        end.Leave(access());
        return end.Enter();
    }

    private SsaOperand LowerBitstring(BitstringExpression bitstring)
    {
        var operands = new List<SsaOperand>();
        var segments = new List<BitstringSegmentSpec>();
        foreach (BitstringSegment segment in bitstring.Segments)
        {
            operands.Add(LowerValue(segment.Value));
            operands.Add(segment.Size is null ? ImpliedSize(segment.Kind) : LowerValue(segment.Size));
            segments.Add(new BitstringSegmentSpec(segment.Kind, segment.Unit, segment.LittleEndian, segment.Signed));
        }

        var instruction = new BitstringInstruction(Function.NewValue(), [.. segments], [.. operands])
        {
            Position = bitstring.Position,
        };
        return bitstring.OnFailure is { } onFailure ? LowerChecked(instruction, onFailure) : Emit(instruction);
    }

    private static SsaConstant ImpliedSize(BitstringSegmentKind kind) => new(kind switch
    {
        BitstringSegmentKind.Binary => Term.Atom("all"),
        BitstringSegmentKind.Integer => Term.Integer(8),
        BitstringSegmentKind.Float => Term.Integer(64),
        _ => Term.Atom("undefined"),
    });
}
