using Mochi.BeamAsm.Ir;

namespace Mochi.CatalogueGen;

/// <summary>A type in a specification.</summary>
/// <param name="Type">What it is for the compiler.</param>
/// <param name="Name">
/// The name of the type when it is one that a module defines, behind <c>opaque</c> when it is opaque.
/// </param>
internal sealed record SpecifiedType(IrType Type, string? Name)
{
    public static SpecifiedType Any { get; } = new(IrType.Any, null);
}
