namespace Mochi.BeamFile.Terms;

/// <summary>A port identifier.</summary>
public sealed class PortTerm : Term
{
    /// <summary>Makes a port identifier.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="id">The port's number.</param>
    /// <param name="creation">Which incarnation of the node.</param>
    public PortTerm(string node, ulong id, uint creation)
        : base(TermHash.Add(TermHash.Add(TermHash.Start(TermKind.Port), node), (long)id))
    {
        Node = node;
        Id = id;
        Creation = creation;
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>The port's number.</summary>
    public ulong Id { get; }

    /// <summary>Which incarnation of the node.</summary>
    public uint Creation { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Port;

    internal override bool HeadEquals(Term other)
    {
        var that = (PortTerm)other;
        return Id == that.Id && Creation == that.Creation && Node == that.Node;
    }
}
