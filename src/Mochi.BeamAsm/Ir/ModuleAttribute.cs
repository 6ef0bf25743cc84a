using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir;

/// <summary>One attribute of a module, as <c>-name(value)</c> would give it.</summary>
/// <param name="Name">Attribute name.</param>
/// <param name="Values">Values; Erlang keeps a list for every attribute.</param>
public sealed record ModuleAttribute(string Name, ImmutableArray<Term> Values);
