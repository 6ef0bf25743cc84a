using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>Types that have a name in the table.</summary>
internal static class SignatureTypes
{
    /// <summary>The most elements that a tuple has.</summary>
    public const int MaximumTupleSize = (1 << 24) - 1;

    // No size of a term is greater, as its bits are counted in a word.
    private const long MaximumSize = (1L << 58) - 1;

    /// <summary>A size of something that is in memory.</summary>
    public static TermType Size { get; } = TermType.IntegerRange(0, MaximumSize);

    /// <summary>A size of something that is in memory and has something in it.</summary>
    public static TermType PositiveSize { get; } = TermType.IntegerRange(1, MaximumSize);

    /// <summary>A position in a tuple.</summary>
    public static TermType TupleIndex { get; } = TermType.IntegerRange(1, MaximumTupleSize);

    /// <summary>A byte.</summary>
    public static TermType Byte { get; } = TermType.IntegerRange(0, 255);

    /// <summary>A code point.</summary>
    public static TermType Character { get; } = TermType.IntegerRange(0, 0x10FFFF);

    /// <summary>A list of code points.</summary>
    public static TermType String { get; } = TermType.ListOf(Character);

    /// <summary>Bytes in a binary or in lists.</summary>
    public static TermType IoData { get; } = TermType.List.Join(TermType.Binary);

    /// <summary>Three integers, as dates and times of a day are.</summary>
    public static TermType Time { get; } = TermType.TupleOfElements(TermType.Integer, TermType.Integer, TermType.Integer);

    /// <summary>What <c>maps:next/1</c> takes or gives, or a map.</summary>
    public static TermType MapOrIterator { get; } =
        TermType.Map.Join(TermType.NonEmptyList).Join(TermType.TupleOf(3)).Join(TermType.AtomOf("none"));
}
