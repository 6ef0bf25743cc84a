using System.Numerics;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Making a type of its parts.</content>
public sealed partial class TermType
{
    private const int PlainTypes = 512;

    private static TermType Plain(TermKinds kinds)
    {
        if (kinds == TermKinds.Terms)
        {
            return AnyValue;
        }

        if (kinds == TermKinds.None)
        {
            return NoValue;
        }

        ref var place = ref BitOperations.IsPow2((int)kinds)
            ? ref SimpleTypes[BitOperations.Log2((uint)kinds)]
            : ref PlainCache[(uint)((int)kinds * 0x9E3779B1L >> 16) % PlainTypes];
        var type = place;
        if (type is null || type.Kinds != kinds)
        {
            place = type = new TermType(new Parts(kinds));
        }

        return type;
    }

    // The type of the parts: one of the two given when it is equal in every part.
    private static TermType Build(ref Parts parts, TermType? first = null, TermType? second = null)
    {
        Normalize(ref parts);
        if (first is not null && first.IsSame(parts))
        {
            return first;
        }

        if (second is not null && second.IsSame(parts))
        {
            return second;
        }

        return IsPlain(parts) ? Plain(parts.Kinds) : Share(parts);
    }

    // Forgets details of kinds that are not there, and those that say nothing.
    private static void Normalize(ref Parts parts)
    {
        if ((parts.Kinds & TermKinds.Integer) == 0)
        {
            (parts.Minimum, parts.Maximum) = (long.MinValue, long.MaxValue);
        }

        if ((parts.Kinds & TermKinds.Atom) == 0)
        {
            parts.Atoms = null;
        }

        if ((parts.Kinds & TermKinds.Bitstring) == 0)
        {
            parts.Unit = 1;
            parts.IsWritable = false;
        }

        if ((parts.Kinds & (TermKinds.MatchContext | TermKinds.MatchPosition)) == 0)
        {
            parts.ContextUnit = 1;
        }

        if ((parts.Kinds & TermKinds.Cons) == 0)
        {
            (parts.Element, parts.Terminator) = (null, null);
        }

        if ((parts.Kinds & TermKinds.Map) == 0)
        {
            (parts.Key, parts.Value) = (null, null);
        }

        if ((parts.Kinds & TermKinds.Fun) == 0)
        {
            (parts.Arity, parts.Result) = (-1, null);
        }

        if ((parts.Kinds & TermKinds.Tuple) == 0)
        {
            parts.Shapes = null;
        }

        if ((parts.Kinds & TermKinds.NativeRecord) == 0)
        {
            parts.Records = null;
        }

        parts.Element = Known(parts.Element);
        parts.Terminator = parts.Terminator is { } end && end.Equals(AnyTerminator) ? null : Known(parts.Terminator);
        parts.Key = Known(parts.Key);
        parts.Value = Known(parts.Value);
        parts.Result = Known(parts.Result);

        // A map without keys has no values either: the empty map.
        if (parts.Key is { IsNone: true } || parts.Value is { IsNone: true })
        {
            (parts.Key, parts.Value) = (NoValue, NoValue);
        }
    }

    private static TermType? Known(TermType? type) => ReferenceEquals(type, AnyValue) ? null : type;

    private static bool IsPlain(in Parts parts) =>
        parts.Atoms is null && parts.Shapes is null && parts.Element is null && parts.Terminator is null
        && parts.Minimum == long.MinValue && parts.Maximum == long.MaxValue
        && parts.Unit == 1 && !parts.IsWritable && parts.ContextUnit == 1 && parts.Arity == -1
        && parts.Key is null && parts.Value is null && parts.Result is null && parts.Records is null;

    private bool IsSame(in Parts parts) =>
        Kinds == parts.Kinds && _minimum == parts.Minimum && _maximum == parts.Maximum
        && ReferenceEquals(_atoms, parts.Atoms) && ReferenceEquals(_shapes, parts.Shapes) && _details.IsSame(parts);

    /// <summary>The type with others nested in it at most so deep; what is deeper may be anything.</summary>
    internal TermType Limit(int depth)
    {
        if (Depth <= depth)
        {
            return this;
        }

        var parts = ToParts();
        if (depth == 0)
        {
            parts.Element = parts.Terminator = parts.Key = parts.Value = parts.Result = null;
        }
        else
        {
            parts.Element = parts.Element?.Limit(depth - 1);
            parts.Terminator = parts.Terminator?.Limit(depth - 1);
            parts.Key = parts.Key?.Limit(depth - 1);
            parts.Value = parts.Value?.Limit(depth - 1);
            parts.Result = parts.Result?.Limit(depth - 1);
        }

        if (parts.Shapes is { } shapes)
        {
            var limited = new TupleShape[shapes.Length];
            for (var index = 0; index < shapes.Length; index++)
            {
                limited[index] = shapes[index].Limit(depth);
            }

            parts.Shapes = TupleShapes.Normalize(limited);
        }

        return Build(ref parts);
    }

    // What may be nested in another type.
    private static TermType Nested(TermType type) =>
        type.Depth < MaximumDepth && type.Weight <= MaximumWeight ? type : type._nested ??= type.Limit(MaximumDepth - 1).Shrink(MaximumWeight);

    private TermType Shrink(int weight)
    {
        // First the deepest, then which shape a tuple is of: that says less than what its elements are.
        var shrunk = Weight > weight ? Limit(MaximumDepth - 2) : this;
        for (var depth = 1; shrunk.Weight > weight && depth <= MaximumDepth; depth++)
        {
            shrunk = shrunk.MergeShapes(depth);
        }

        while (shrunk.Weight > weight && shrunk.Depth > 0)
        {
            shrunk = shrunk.Limit(shrunk.Depth - 1);
        }

        return shrunk;
    }

    /// <summary>The type with one shape for the tuples of each size, in it and in what is nested in it less deeply than that.</summary>
    internal TermType MergeShapes(int depth)
    {
        if (depth == 0 || _isPlain)
        {
            return this;
        }

        var parts = ToParts();
        parts.Element = parts.Element?.MergeShapes(depth - 1);
        parts.Terminator = parts.Terminator?.MergeShapes(depth - 1);
        parts.Key = parts.Key?.MergeShapes(depth - 1);
        parts.Value = parts.Value?.MergeShapes(depth - 1);
        parts.Result = parts.Result?.MergeShapes(depth - 1);
        if (parts.Shapes is { } shapes)
        {
            parts.Shapes = TupleShapes.MergeBySize(shapes, depth - 1);
        }

        return Build(ref parts, this);
    }
}
