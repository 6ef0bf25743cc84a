using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// What the bytes of the literal table are used for, before it is compressed; the count, the literals and the rest
/// together are all of them.
/// </summary>
/// <param name="Count">The size of the count before the literals; 0 when there is no table.</param>
/// <param name="Literals">The literals in the order of the table.</param>
/// <param name="Rest">Bytes after the last literal; compilers leave none.</param>
/// <param name="Stored">The size of the chunk's data as it is in the file, compressed or not; 0 when there is none.</param>
public sealed record LiteralSizes(int Count, ImmutableArray<LiteralSize> Literals, int Rest, int Stored)
{
    /// <summary>The size of the table before it is compressed.</summary>
    public int Total
    {
        get
        {
            var total = Count + Rest;
            foreach (var literal in Literals)
            {
                total += literal.Size;
            }

            return total;
        }
    }
}
