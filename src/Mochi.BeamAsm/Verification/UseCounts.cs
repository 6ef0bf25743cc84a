namespace Mochi.BeamAsm.Verification;

/// <summary>How many uses of something that the machine trusts are proven.</summary>
/// <param name="Proven">Proven by the flow.</param>
/// <param name="NotProven">Neither proven nor contradicted.</param>
/// <param name="Contradicted">Contradicted by the flow.</param>
public readonly record struct UseCounts(int Proven, int NotProven, int Contradicted)
{
    /// <summary>All of them.</summary>
    public int Total => Proven + NotProven + Contradicted;

    /// <summary>Both together.</summary>
    internal UseCounts And(UseCounts other) =>
        new(Proven + other.Proven, NotProven + other.NotProven, Contradicted + other.Contradicted);

    /// <summary>With one more.</summary>
    internal UseCounts With(UseOutcome outcome) => outcome switch
    {
        UseOutcome.Proven => this with { Proven = Proven + 1 },
        UseOutcome.NotProven => this with { NotProven = NotProven + 1 },
        _ => this with { Contradicted = Contradicted + 1 },
    };
}
