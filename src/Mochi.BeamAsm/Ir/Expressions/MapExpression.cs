using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Builds a map, or a changed copy of one. When a key is given twice, the last value stands.</summary>
/// <param name="Source">Map to start from; <see langword="null"/> for the empty map.</param>
/// <param name="Entries">Keys and values, evaluated left to right.</param>
public sealed record MapExpression(Expression? Source, ImmutableArray<MapEntry> Entries) : Expression;
