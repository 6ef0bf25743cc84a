using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Analysis;

/// <summary>How many bytes of the literal table a literal takes.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Term">The term.</param>
/// <param name="Size">The size of its external term format and of the number before it; not compressed.</param>
public sealed record LiteralSize(int Index, Term Term, int Size);
