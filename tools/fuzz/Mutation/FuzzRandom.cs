namespace Mochi.Fuzz;

/// <summary>Random numbers that depend on nothing but the seed and the number of the input (SplitMix64).</summary>
public sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed, long input) => _state = seed * 0x9E3779B97F4A7C15 ^ (ulong)input * 0xD1B54A32D192ED03;

    public ulong Next()
    {
        var value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A number from 0 to one below the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)Math.Max(1, limit));

    /// <summary>True once in so many times.</summary>
    public bool Once(int times) => Below(times) == 0;
}
