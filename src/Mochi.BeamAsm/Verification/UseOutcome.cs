namespace Mochi.BeamAsm.Verification;

/// <summary>What the flow of a function says about something that the machine trusts.</summary>
public enum UseOutcome
{
    /// <summary>It holds on every path.</summary>
    Proven,

    /// <summary>Nothing speaks against it, but it does not follow.</summary>
    NotProven,

    /// <summary>It does not hold.</summary>
    Contradicted,
}
