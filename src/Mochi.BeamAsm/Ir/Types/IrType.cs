namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Static type of a value. A type says what the value is at most; code generation uses one as a fact only where the
/// flow of the program proves it.
/// </summary>
public abstract record IrType
{
    /// <summary>Any term.</summary>
    public static IrType Any { get; } = new AnyType();

    /// <summary>No value: the expression does not return.</summary>
    public static IrType Never { get; } = new NeverType();

    /// <summary>An integer of any size.</summary>
    public static IrType Integer { get; } = new IntegerType(null, null);

    /// <summary>A 64-bit float.</summary>
    public static IrType Float { get; } = new FloatType();

    /// <summary>An integer or a float.</summary>
    public static IrType Number { get; } = new UnionType([Integer, Float]);

    /// <summary>Any atom.</summary>
    public static IrType Atom { get; } = new AtomType([]);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static IrType Boolean { get; } = new AtomType(["false", "true"]);

    /// <summary>The atom <c>ok</c>: what an expression without a value gives.</summary>
    public static IrType Unit { get; } = new AtomType(["ok"]);

    /// <summary>A binary: a bitstring of whole bytes.</summary>
    public static IrType Binary { get; } = new BitstringType(8);

    /// <summary>A proper list of anything.</summary>
    public static IrType List { get; } = new ListType(Any);

    /// <summary>A map of anything to anything.</summary>
    public static IrType Map { get; } = new MapType(Any, Any);

    /// <summary>Any tuple.</summary>
    public static IrType Tuple { get; } = new TupleType(default);

    /// <summary>Any fun.</summary>
    public static IrType Fun { get; } = new FunType(default, Any);
}
