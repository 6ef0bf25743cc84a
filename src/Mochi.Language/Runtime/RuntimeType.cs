using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;

namespace Mochi.Language.Runtime;

/// <summary>A type in the specification of a function of the runtime.</summary>
/// <param name="text">The type as <c>.mir</c> text.</param>
/// <param name="name">What Erlang calls it, <c>mochi_core:bound()</c>, when it is a type that a module defines.</param>
/// <param name="isOpaque">Whether only the module that defines it may know what it is made of; it is any then.</param>
internal sealed class RuntimeType(string text, string? name, bool isOpaque)
{
    private IrType? _type;

    /// <summary>
    /// The type, or a wider one where the IR has none for it; the parameters of funs are as the specification has them. It
    /// is read when it is first asked for: most programs need few of them, and every program waits for the compiler.
    /// </summary>
    public IrType Type => _type ??= Read(text);

    /// <summary>What Erlang calls it, when it is a type that a module defines.</summary>
    public string? Name => name;

    /// <summary>Whether only the module that defines it may know what it is made of; it is any then.</summary>
    public bool IsOpaque => isOpaque;

    /// <summary>The type as text.</summary>
    public override string ToString() => text;

    // The common ones without the reader for all of them.
    private static IrType Read(string text) => text switch
    {
        "any" => IrType.Any,
        "atom" => IrType.Atom,
        "binary" => IrType.Binary,
        "bool" => IrType.Boolean,
        "float" => IrType.Float,
        "int" => IrType.Integer,
        "int or float" => IrType.Number,
        "list" => IrType.List,
        "map" => IrType.Map,
        "never" => IrType.Never,
        "unit" => IrType.Unit,
        _ => MirParser.ParseType(text) ??
            throw new InvalidOperationException($"the catalogue of the runtime has no type in '{text}'"),
    };
}
