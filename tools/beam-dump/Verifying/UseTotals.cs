using Mochi.BeamAsm.Verification;

namespace Mochi.BeamDump.Verifying;

/// <summary>How many uses in all files are proven.</summary>
internal sealed class UseTotals
{
    /// <summary>Proven by the flow.</summary>
    public long Proven { get; private set; }

    /// <summary>Neither proven nor contradicted.</summary>
    public long NotProven { get; private set; }

    /// <summary>Contradicted by the flow.</summary>
    public long Contradicted { get; private set; }

    /// <summary>All of them.</summary>
    public long Total => Proven + NotProven + Contradicted;

    /// <summary>Adds those of a module.</summary>
    public void Add(UseCounts counts)
    {
        Proven += counts.Proven;
        NotProven += counts.NotProven;
        Contradicted += counts.Contradicted;
    }
}
