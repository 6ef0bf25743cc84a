using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Instructions;

/// <summary>One segment of <c>bs_create_bin</c>.</summary>
/// <param name="Type">
/// <c>append</c>, <c>private_append</c> (both only first), <c>binary</c>, <c>float</c>, <c>integer</c>, <c>string</c>,
/// <c>utf8</c>, <c>utf16</c> or <c>utf32</c>.
/// </param>
/// <param name="Segment">The segment's number in the source, for error messages, from 1; 0 for strings.</param>
/// <param name="Unit">Bits that one of the size stands for, 1 to 256; 0 for the utf types.</param>
/// <param name="Flags"><c>[]</c> or a literal list of <c>little</c>, <c>signed</c>, <c>native</c>.</param>
/// <param name="Value">What is written.</param>
/// <param name="Size">
/// How much of it: a source; the atoms <c>all</c> and <c>undefined</c> where there is no number.
/// </param>
public sealed record BinarySegment(
    string Type, int Segment, int Unit, IFlagsOperand Flags, ISegmentValue Value, ISourceOperand Size)
{
    /// <summary>Constant bytes.</summary>
    public static BinarySegment Text(ImmutableArray<byte> bytes) =>
        new("string", 0, 8, NilOperand.Instance, new StringOperand(bytes), new IntegerOperand(bytes.Length));

    /// <summary>A whole binary.</summary>
    /// <param name="segment">The segment's number in the source, from 1.</param>
    /// <param name="value">The binary.</param>
    /// <param name="unit">Bits that must divide its length.</param>
    public static BinarySegment Binary(int segment, ISourceOperand value, int unit = 8) =>
        new("binary", segment, unit, NilOperand.Instance, value, new AtomOperand("all"));

    /// <summary>A whole binary that is extended in place when possible; only as the first segment.</summary>
    /// <param name="segment">The segment's number in the source, from 1.</param>
    /// <param name="value">The binary.</param>
    /// <param name="unit">Bits that must divide its length.</param>
    public static BinarySegment Append(int segment, ISourceOperand value, int unit = 8) =>
        new("append", segment, unit, NilOperand.Instance, value, new AtomOperand("all"));

    /// <summary>An integer of <paramref name="size"/> times <paramref name="unit"/> bits.</summary>
    /// <param name="segment">The segment's number in the source, from 1.</param>
    /// <param name="value">The integer.</param>
    /// <param name="size">How many units.</param>
    /// <param name="unit">Bits in a unit, 1 to 256.</param>
    /// <param name="flags">Names of flags: <c>little</c>, <c>signed</c>, <c>native</c>.</param>
    public static BinarySegment Integer(
        int segment, ISourceOperand value, ISourceOperand size, int unit, params ReadOnlySpan<string> flags) =>
        new("integer", segment, unit, FlagList(flags), value, size);

    /// <summary>A code point in UTF-8.</summary>
    /// <param name="segment">The segment's number in the source, from 1.</param>
    /// <param name="value">The code point.</param>
    public static BinarySegment Utf8(int segment, ISourceOperand value) =>
        new("utf8", segment, 0, NilOperand.Instance, value, new AtomOperand("undefined"));

    internal static IFlagsOperand FlagList(ReadOnlySpan<string> flags)
    {
        if (flags.IsEmpty)
        {
            return NilOperand.Instance;
        }

        var atoms = new List<Term>();
        foreach (var flag in flags)
        {
            atoms.Add(Term.Atom(flag));
        }

        return new LiteralOperand(Term.List(atoms));
    }

    internal Operand[] ToOperands() =>
    [
        new AtomOperand(Type), UnsignedOperand.Of(Segment), UnsignedOperand.Of(Unit), (Operand)Flags, (Operand)Value,
        (Operand)Size,
    ];
}
