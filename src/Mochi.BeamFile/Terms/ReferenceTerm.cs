using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Mochi.BeamFile.Terms;

/// <summary>A reference.</summary>
public sealed class ReferenceTerm : Term
{
    /// <summary>Makes a reference.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="creation">Which incarnation of the node.</param>
    /// <param name="ids">Its numbers, 1 to 5 of them, the least significant first.</param>
    public ReferenceTerm(string node, uint creation, ImmutableArray<uint> ids)
        : base(TermHash.Add(
            TermHash.Add(TermHash.Start(TermKind.Reference), node), MemoryMarshal.AsBytes(ids.AsSpan())))
    {
        Node = node;
        Creation = creation;
        Ids = ids;
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>Which incarnation of the node.</summary>
    public uint Creation { get; }

    /// <summary>Its numbers, the least significant first.</summary>
    public ImmutableArray<uint> Ids { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Reference;

    internal override bool HeadEquals(Term other)
    {
        var that = (ReferenceTerm)other;
        return Creation == that.Creation && Node == that.Node && Ids.AsSpan().SequenceEqual(that.Ids.AsSpan());
    }
}
