namespace Mochi.Fuzz;

/// <summary>One part of the libraries that is fuzzed: how inputs for it are made, and what is done with them.</summary>
public abstract class FuzzTarget
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>How many of a thousand inputs go here when all targets run.</summary>
    public abstract int Share { get; }

    /// <summary>The input that follows from these random numbers.</summary>
    public abstract byte[] Make(FuzzRandom random);

    /// <summary>Does everything with an input that can be done; throws when the answer is not as it should be.</summary>
    /// <returns>Whether the input was accepted; <see langword="false"/> when it was refused with a diagnostic.</returns>
    public abstract bool Run(byte[] input);

    /// <summary>How many bytes an input may make the libraries allocate in all.</summary>
    public virtual long Budget(byte[] input) => (8L << 20) + (4000L * input.Length);
}
