using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>How a value came about, as far as a later test of it tells something about other values.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="First">Its first argument; for an element the tuple.</param>
/// <param name="Second">Its second argument.</param>
/// <param name="Index">The position of an element, from 1.</param>
/// <param name="Type">The type that was tested.</param>
internal sealed record Definition(
    Operation Operation, ValueSource First, ValueSource Second, int Index = 0, TermType? Type = null)
{
    private const int KnownValues = 128;
    private const int KnownElements = 32;
    private static readonly Definition?[] Elements = new Definition?[KnownValues * KnownElements];

    /// <summary>What is known of a raw stack trace.</summary>
    public static Definition RawTrace { get; } = new(Operation.RawTrace, NoArgument, NoArgument);

    /// <summary>Where there is no argument.</summary>
    public static ValueSource NoArgument => new(MachineState.NoValue);

    /// <summary>An element of a tuple.</summary>
    public static Definition OfElement(ValueSource tuple, int index)
    {
        if (tuple.IsConstant || tuple.Value >= KnownValues || index >= KnownElements)
        {
            return new Definition(Operation.Element, tuple, NoArgument, index);
        }

        // The same few come up over and over.
        ref var known = ref Elements[(tuple.Value * KnownElements) + index];
        return known ??= new Definition(Operation.Element, tuple, NoArgument, index);
    }

    /// <summary>Whether both are the same operation on the same constants and on values that may be the same ones.</summary>
    public bool IsAlike(Definition other) =>
        ReferenceEquals(this, other)
        || (Operation == other.Operation && Index == other.Index && Equals(Type, other.Type)
            && IsAlike(First, other.First) && IsAlike(Second, other.Second));

    private static bool IsAlike(ValueSource left, ValueSource right) =>
        left.Value < 0 || right.Value < 0 ? left.Equals(right) : true;
}
