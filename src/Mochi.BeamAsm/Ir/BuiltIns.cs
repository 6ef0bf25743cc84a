using System.Diagnostics.CodeAnalysis;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// The guard built-in functions of module <c>erlang</c> that have instructions on OTP 25 to 29 (module <c>erl_internal</c>
/// and the import sets seen in real files).
/// </summary>
public static class BuiltIns
{
    private static readonly BuiltIn[] Table =
    [
        Test("is_atom", 1, Opcode.IsAtom),
        Test("is_binary", 1, Opcode.IsBinary),
        Test("is_bitstring", 1, Opcode.IsBitstr),
        Test("is_boolean", 1, Opcode.IsBoolean),
        Test("is_float", 1, Opcode.IsFloat),
        Test("is_function", 1, Opcode.IsFunction),
        Test("is_function", 2, Opcode.IsFunction2),
        Test("is_integer", 1, Opcode.IsInteger),
        Test("is_list", 1, Opcode.IsList),
        Test("is_map", 1, Opcode.IsMap),
        Test("is_number", 1, Opcode.IsNumber),
        Test("is_pid", 1, Opcode.IsPid),
        Test("is_port", 1, Opcode.IsPort),
        Test("is_reference", 1, Opcode.IsReference),
        Test("is_tuple", 1, Opcode.IsTuple),
        Test("=:=", 2, Opcode.IsEqExact),
        Test("=/=", 2, Opcode.IsNeExact),
        Test("==", 2, Opcode.IsEq),
        Test("/=", 2, Opcode.IsNe),
        Test("<", 2, Opcode.IsLt),
        Test(">=", 2, Opcode.IsGe),
        Test(">", 2, Opcode.IsLt, swaps: true),
        Test("=<", 2, Opcode.IsGe, swaps: true),

        Simple("self", 0, canFail: false, new PidType()),
        Simple("node", 0, canFail: false, IrType.Atom),
        Simple("node", 1, canFail: true, IrType.Atom),
        Simple("hd", 1, canFail: true, IrType.Any),
        Simple("tl", 1, canFail: true, IrType.Any),
        Simple("element", 2, canFail: true, IrType.Any),
        Simple("tuple_size", 1, canFail: true, IrType.Integer),
        Simple("map_get", 2, canFail: true, IrType.Any),
        Simple("is_map_key", 2, canFail: true, IrType.Boolean),
        Simple("not", 1, canFail: true, IrType.Boolean),
        Simple("and", 2, canFail: true, IrType.Boolean),
        Simple("or", 2, canFail: true, IrType.Boolean),
        Simple("xor", 2, canFail: true, IrType.Boolean),
        Simple("min", 2, canFail: false, IrType.Any),
        Simple("max", 2, canFail: false, IrType.Any),

        Allocating("+", 1, canFail: true, IrType.Number),
        Allocating("-", 1, canFail: true, IrType.Number),
        Allocating("+", 2, canFail: true, IrType.Number),
        Allocating("-", 2, canFail: true, IrType.Number),
        Allocating("*", 2, canFail: true, IrType.Number),
        Allocating("/", 2, canFail: true, IrType.Float),
        Allocating("div", 2, canFail: true, IrType.Integer),
        Allocating("rem", 2, canFail: true, IrType.Integer),
        Allocating("band", 2, canFail: true, IrType.Integer),
        Allocating("bor", 2, canFail: true, IrType.Integer),
        Allocating("bxor", 2, canFail: true, IrType.Integer),
        Allocating("bnot", 1, canFail: true, IrType.Integer),
        Allocating("bsl", 2, canFail: true, IrType.Integer),
        Allocating("bsr", 2, canFail: true, IrType.Integer),
        Allocating("abs", 1, canFail: true, IrType.Number),
        Allocating("float", 1, canFail: true, IrType.Float),
        Allocating("trunc", 1, canFail: true, IrType.Integer),
        Allocating("round", 1, canFail: true, IrType.Integer),
        Allocating("ceil", 1, canFail: true, IrType.Integer),
        Allocating("floor", 1, canFail: true, IrType.Integer),
        Allocating("length", 1, canFail: true, IrType.Integer),
        Allocating("size", 1, canFail: true, IrType.Integer),
        Allocating("bit_size", 1, canFail: true, IrType.Integer),
        Allocating("byte_size", 1, canFail: true, IrType.Integer),
        Allocating("map_size", 1, canFail: true, IrType.Integer),
        Allocating("binary_part", 3, canFail: true, IrType.Binary),
    ];

    // Keys are strings, not pairs: such a dictionary needs no code to be compiled when the program starts.
    private static readonly Dictionary<string, BuiltIn> ByName =
        Table.ToDictionary(builtIn => builtIn.ToString(), StringComparer.Ordinal);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<BuiltIn> All => Table;

    /// <summary>Finds one by name and arity.</summary>
    /// <param name="name">Name as in Erlang.</param>
    /// <param name="arity">Number of arguments.</param>
    /// <param name="builtIn">The built-in function.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(string name, int arity, [NotNullWhen(true)] out BuiltIn? builtIn) =>
        ByName.TryGetValue($"{name}/{arity}", out builtIn);

    /// <summary>Finds one that is known to exist.</summary>
    /// <param name="name">Name as in Erlang.</param>
    /// <param name="arity">Number of arguments.</param>
    /// <returns>The built-in function.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static BuiltIn Get(string name, int arity) =>
        TryFind(name, arity, out BuiltIn? builtIn)
            ? builtIn
            : throw new ArgumentException($"erlang:{name}/{arity} is no guard built-in function", nameof(name));

    private static BuiltIn Test(string name, int arity, Opcode opcode, bool swaps = false) =>
        new(name, arity, BuiltInKind.Test, CanFail: false, IrType.Boolean, opcode, swaps);

    private static BuiltIn Simple(string name, int arity, bool canFail, IrType result) =>
        new(name, arity, BuiltInKind.Simple, canFail, result);

    private static BuiltIn Allocating(string name, int arity, bool canFail, IrType result) =>
        new(name, arity, BuiltInKind.Allocating, canFail, result);
}
