using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>The literal terms of a file.</summary>
/// <param name="Terms">The terms, numbered from 0.</param>
/// <param name="IsPlain">Whether the table is stored as it is, as from OTP 28 on; else it is compressed.</param>
public sealed record LiteralTable(ImmutableArray<Term> Terms, bool IsPlain);
