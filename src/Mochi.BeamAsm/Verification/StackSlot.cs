namespace Mochi.BeamAsm.Verification;

/// <summary>What a stack slot holds.</summary>
/// <param name="Value">The number of the value; negative when there is none.</param>
/// <param name="Tag">A catch or try tag; <see langword="null"/> when there is none.</param>
internal readonly record struct StackSlot(int Value, CatchTag? Tag = null)
{
    private const int UninitializedValue = -1;
    private const int ClearedValue = -2;

    /// <summary>Whatever was in memory: the garbage collector must not see it.</summary>
    public static StackSlot Uninitialized => new(UninitializedValue);

    /// <summary>Something that the garbage collector may see and nobody else.</summary>
    public static StackSlot Cleared => new(ClearedValue);

    /// <summary>Whether the garbage collector may see it.</summary>
    public bool IsInitialized => Value != UninitializedValue;

    /// <summary>Whether it is a value.</summary>
    public bool HasValue => Value >= 0;

    /// <summary>A slot with a tag.</summary>
    public static StackSlot Of(CatchTag tag) => new(ClearedValue, tag);
}
