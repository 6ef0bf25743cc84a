namespace Mochi.BeamAsm.Ir;

/// <summary>What a tuple must look like for one of its elements to be read or replaced.</summary>
/// <param name="Arity">Number of elements, the tag included.</param>
/// <param name="Tag">Atom in element 0 of a record or variant; <see langword="null"/> for a plain tuple.</param>
public readonly record struct TupleShape(int Arity, string? Tag);
