namespace Mochi.VerifyMutations.Mutation;

/// <summary>Random numbers that depend on nothing but the seed and the number of the mutant (SplitMix64).</summary>
internal sealed class MutationRandom
{
    private ulong _state;

    public MutationRandom(ulong seed, long mutant) =>
        _state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)mutant * 0xD1B54A32D192ED03);

    /// <summary>A number from 0 to one below the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)Math.Max(1, limit));

    /// <summary>One of the items.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong Next()
    {
        var value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
