using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <content>What tests and operations tell about values; all of it says whether the path is still possible.</content>
internal sealed partial class MachineState
{
    private const int MaximumDepth = 4;

    // For a match context, the saved position that it is still at.
    private Dictionary<int, int>? _positions;

    /// <summary>What a value may be; for an element of a tuple that includes what has been learnt about the tuple since.</summary>
    public TermType TypeOf(int value) => TypeOf(value, MaximumDepth);

    /// <summary>What a value or constant may be.</summary>
    public TermType TypeOf(ValueSource source) => source.Constant is { } constant ? constant.Type : TypeOf(source.Value);

    /// <summary>Sets what a value may be, whatever was known.</summary>
    public void SetType(int value, TermType type) => _values[value] = _values[value] with { Type = type };

    /// <summary>Learns that a value is of a type.</summary>
    /// <returns>False when it cannot be.</returns>
    public bool Narrow(int value, TermType type)
    {
        var known = TypeOf(value);
        return Learn(value, known, known.Meet(type), MaximumDepth);
    }

    /// <summary>Learns that a value is of a type.</summary>
    /// <returns>False when it cannot be.</returns>
    public bool Narrow(ValueSource source, TermType type) =>
        source.Constant is { } constant ? !constant.Type.IsDisjointFrom(type) : Narrow(source.Value, type);

    /// <summary>Learns that a value is not of a type.</summary>
    /// <returns>False when it must be.</returns>
    public bool Exclude(int value, TermType type)
    {
        var current = TypeOf(value);
        return Learn(value, current, current.Subtract(type), MaximumDepth);
    }

    /// <summary>Learns that a value is not of a type.</summary>
    /// <returns>False when it must be.</returns>
    public bool Exclude(ValueSource source, TermType type) =>
        source.Constant is { } constant ? !constant.Type.Subtract(type).IsNone : Exclude(source.Value, type);

    /// <summary>Learns that two values are exactly equal.</summary>
    /// <returns>False when they cannot be.</returns>
    public bool LearnEqual(ValueSource left, ValueSource right)
    {
        var leftType = TypeOf(left);
        var rightType = TypeOf(right);
        return LearnType(left, leftType, rightType) && LearnType(right, rightType, leftType)
            && LearnFromOrigin(left, right, isEqual: true)
            && LearnFromOrigin(right, left, isEqual: true);
    }

    /// <summary>Learns that two values are not exactly equal.</summary>
    /// <returns>False when they must be.</returns>
    public bool LearnDifferent(ValueSource left, ValueSource right) =>
        ExcludeSingle(left, right) && ExcludeSingle(right, left)
        && LearnFromOrigin(left, right, isEqual: false)
        && LearnFromOrigin(right, left, isEqual: false);

    /// <summary>Whether some context is at a saved position.</summary>
    public bool HasPositions => _positions is { Count: > 0 };

    /// <summary>Remembers that a context is at a saved position.</summary>
    public void SetPosition(int context, int position) => (_positions ??= [])[context] = position;

    /// <summary>The saved position that a context is at; <see cref="NoValue"/> when there is none.</summary>
    public int Position(int context) => _positions is not null && _positions.TryGetValue(context, out var position) ? position : NoValue;

    /// <summary>The context has moved on.</summary>
    public void ForgetPosition(int context) => _positions?.Remove(context);

    private TermType TypeOf(int value, int depth)
    {
        ref readonly var known = ref Value(value);
        if (depth > 0 && known.Definition is { Operation: Operation.Element, First.Value: >= 0 and var tuple } definition)
        {
            var element = TypeOf(tuple, depth - 1).TupleElement(definition.Index).Meet(known.Type);
            return element.IsNone ? known.Type : element;
        }

        return known.Type;
    }

    private bool Learn(int value, TermType before, TermType now, int depth)
    {
        if (now.IsNone)
        {
            return false;
        }

        if (ReferenceEquals(before, now) || before.Equals(now))
        {
            return true;
        }

        ref var known = ref _values[value];
        known = known with { Type = now };
        if (depth == 0 || known.Definition is not { Operation: Operation.Element, First.Value: >= 0 and var tuple } definition)
        {
            return true;
        }

        // The tuple has this element, and so the others that go with it.
        var whole = TypeOf(tuple);
        return Learn(tuple, whole, whole.WithTupleElement(definition.Index, now), depth - 1);
    }

    // What is learnt of an element is learnt of its tuple at once, and there is nothing more to learn from where it comes from.
    private bool LearnType(ValueSource source, TermType known, TermType type)
    {
        if (source.IsConstant || ElementOf(source) is not { } element)
        {
            return Narrow(source, type);
        }

        var now = known.Meet(type);
        if (now.IsNone)
        {
            return false;
        }

        SetType(source.Value, now);
        var whole = TypeOf(element.First.Value);
        return Learn(element.First.Value, whole, whole.WithTupleElement(element.Index, now), MaximumDepth - 1);
    }

    private bool ExcludeElement(int value, Definition element, TermType type)
    {
        var rest = _values[value].Type.Subtract(type);
        if (rest.IsNone)
        {
            return false;
        }

        SetType(value, rest);
        var whole = TypeOf(element.First.Value);
        return Learn(element.First.Value, whole, whole.WithoutTupleElement(element.Index, type), MaximumDepth - 1);
    }

    private Definition? ElementOf(ValueSource source) =>
        _values[source.Value].Definition is { Operation: Operation.Element, First.Value: >= 0 } definition ? definition : null;

    // Only a type of one value can be excluded: that a value is not some integer does not mean that it is none.
    private bool ExcludeSingle(ValueSource source, ValueSource other)
    {
        var type = TypeOf(other);
        if (!type.IsSingleton)
        {
            return true;
        }

        if (!source.IsConstant && ElementOf(source) is { } element)
        {
            return ExcludeElement(source.Value, element, type);
        }

        if (!Exclude(source, type))
        {
            return false;
        }

        if (source.IsConstant || _values[source.Value].Definition is null)
        {
            return true;
        }

        // What is left may be just one value.
        var rest = TypeOf(source);
        return !rest.IsSingleton || Inference.Learn(this, _values[source.Value].Definition!, rest, isEqual: true);
    }

    private bool LearnFromOrigin(ValueSource source, ValueSource other, bool isEqual) =>
        source.IsConstant || _values[source.Value].Definition is not { Operation: not Operation.Element } definition
        || Inference.Learn(this, definition, TypeOf(other), isEqual);
}
