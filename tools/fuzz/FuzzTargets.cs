namespace Mochi.Fuzz;

/// <summary>All targets, or some of them; one of these sets belongs to each thread.</summary>
public sealed class FuzzTargets
{
    private readonly FuzzTarget[] _targets;
    private readonly int _shares;

    /// <summary>Makes the targets.</summary>
    /// <param name="corpus">What inputs are made from.</param>
    /// <param name="names">Which; empty for all.</param>
    public FuzzTargets(Corpus corpus, IReadOnlyList<string> names)
    {
        FuzzTarget[] all =
        [
            new FileTarget(corpus), new TermTarget(corpus), new TermTextTarget(corpus), new AssemblyTarget(corpus), new ArchiveTarget(corpus),
            new StreamTarget(corpus),
        ];
        foreach (var name in names)
        {
            if (!all.Any(target => target.Name == name))
            {
                throw new FuzzException($"there is no target {name}, only {string.Join(", ", all.Select(target => target.Name))}");
            }
        }

        _targets = [.. all.Where(target => names.Count == 0 || names.Contains(target.Name))];
        _shares = _targets.Sum(target => target.Share);
    }

    /// <summary>The targets in a fixed order.</summary>
    public IReadOnlyList<FuzzTarget> All => _targets;

    /// <summary>The number of the target that these random numbers choose.</summary>
    public int Choose(FuzzRandom random)
    {
        var share = random.Below(_shares);
        for (var index = 0; index < _targets.Length - 1; index++)
        {
            share -= _targets[index].Share;
            if (share < 0)
            {
                return index;
            }
        }

        return _targets.Length - 1;
    }
}
