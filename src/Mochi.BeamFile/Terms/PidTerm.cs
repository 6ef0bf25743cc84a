namespace Mochi.BeamFile.Terms;

/// <summary>A process identifier.</summary>
public sealed class PidTerm : Term
{
    /// <summary>Makes a process identifier.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="id">The number in the middle of its printed form.</param>
    /// <param name="serial">The last number of its printed form.</param>
    /// <param name="creation">Which incarnation of the node.</param>
    public PidTerm(string node, uint id, uint serial, uint creation)
        : base(TermHash.Add(TermHash.Add(TermHash.Add(TermHash.Start(TermKind.Pid), node), (int)id), (int)serial))
    {
        Node = node;
        Id = id;
        Serial = serial;
        Creation = creation;
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>The number in the middle of its printed form.</summary>
    public uint Id { get; }

    /// <summary>The last number of its printed form.</summary>
    public uint Serial { get; }

    /// <summary>Which incarnation of the node.</summary>
    public uint Creation { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Pid;

    internal override bool HeadEquals(Term other)
    {
        var that = (PidTerm)other;
        return Id == that.Id && Serial == that.Serial && Creation == that.Creation && Node == that.Node;
    }
}
