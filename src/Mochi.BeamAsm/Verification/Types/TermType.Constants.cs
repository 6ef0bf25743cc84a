namespace Mochi.BeamAsm.Verification.Types;

/// <content>Types that are often needed, made once.</content>
public sealed partial class TermType
{
    // The one shape of any tuple.
    internal static readonly TupleShape[] AnyTupleShapes = [TupleShape.Make(0, false, [])];

    private static readonly Comparison<string> AtomOrder = string.CompareOrdinal;
    private static readonly Comparison<NativeRecordName> RecordOrder = NativeRecordName.Compare;

    // Types of which only kinds are known: one of each kind for ever, others as long as no other takes the place.
    private static readonly TermType?[] SimpleTypes = new TermType?[32];
    private static readonly TermType?[] PlainCache = new TermType?[PlainTypes];

    private static readonly uint HashOfTuples = HashWithoutShapes(new Parts(TermKinds.Tuple));

    private const int Repeated = 257;
    private static readonly TermType?[] Bitstrings = new TermType?[Repeated];
    private static readonly TermType?[] Contexts = new TermType?[Repeated];
    private static readonly TermType?[] Tuples = new TermType?[Repeated];
    private static readonly TermType?[] LargerTuples = new TermType?[Repeated];
    private static readonly TermType?[] Funs = new TermType?[Repeated];

    private static readonly TermType NoValue = new(new Parts(TermKinds.None));
    private static readonly TermType AnyValue = new(new Parts(TermKinds.Terms));

    // Everything that can follow the last element of a list.
    private static readonly TermType AnyTerminator = Plain(TermKinds.Terms & ~TermKinds.Cons);

    /// <summary>No value.</summary>
    public static TermType None { get; } = NoValue;

    /// <summary>Any term.</summary>
    public static TermType Any { get; } = AnyValue;

    /// <summary>Any atom.</summary>
    public static TermType Atom { get; } = Plain(TermKinds.Atom);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static TermType Boolean { get; } = AtomOf("false", "true");

    /// <summary>Any integer.</summary>
    public static TermType Integer { get; } = Plain(TermKinds.Integer);

    /// <summary>Any float.</summary>
    public static TermType Float { get; } = Plain(TermKinds.Float);

    /// <summary>An integer or a float.</summary>
    public static TermType Number { get; } = Plain(TermKinds.Number);

    /// <summary>Any bitstring.</summary>
    public static TermType Bitstring { get; } = Plain(TermKinds.Bitstring);

    /// <summary>A binary.</summary>
    public static TermType Binary { get; } = BitstringOf(8);

    /// <summary>A binary that can grow where it is.</summary>
    public static TermType WritableBitstring { get; } = WritableBitstringOf(1);

    /// <summary>A list, empty or not.</summary>
    public static TermType List { get; } = Plain(TermKinds.List);

    /// <summary>A list with an element.</summary>
    public static TermType NonEmptyList { get; } = Plain(TermKinds.Cons);

    /// <summary>The empty list.</summary>
    public static TermType Nil { get; } = Plain(TermKinds.Nil);

    /// <summary>A list that ends in the empty list.</summary>
    public static TermType ProperList { get; } = ListOf(Any);

    /// <summary>A list with an element that ends in the empty list.</summary>
    public static TermType ProperNonEmptyList { get; } = NonEmptyListOf(Any, Nil);

    /// <summary>Any map.</summary>
    public static TermType Map { get; } = Plain(TermKinds.Map);

    /// <summary>Any fun.</summary>
    public static TermType Fun { get; } = Plain(TermKinds.Fun);

    /// <summary>Any tuple.</summary>
    public static TermType Tuple { get; } = Plain(TermKinds.Tuple);

    /// <summary>A process identifier.</summary>
    public static TermType Pid { get; } = Plain(TermKinds.Pid);

    /// <summary>A port.</summary>
    public static TermType Port { get; } = Plain(TermKinds.Port);

    /// <summary>A reference.</summary>
    public static TermType Reference { get; } = Plain(TermKinds.Reference);

    /// <summary>A process identifier, a port or a reference.</summary>
    public static TermType Identifier { get; } = Plain(TermKinds.Identifier);

    /// <summary>A native record.</summary>
    public static TermType NativeRecord { get; } = Plain(TermKinds.NativeRecord);

    /// <summary>A mark in the message queue.</summary>
    public static TermType ReceiveMarker { get; } = Plain(TermKinds.ReceiveMarker);

    /// <summary>What a match can begin with: a bitstring or a match context.</summary>
    public static TermType Matchable { get; } = Plain(TermKinds.Matchable);
}
