namespace Mochi.BeamFile.Instructions;

/// <summary>What an instruction can do besides computing its result.</summary>
[Flags]
public enum OpcodeEffects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It can raise an exception or branch to its label.</summary>
    CanFail = 1,

    /// <summary>It can collect garbage: x registers from its live count on are lost.</summary>
    CanCollectGarbage = 2,

    /// <summary>X registers other than the result's are lost.</summary>
    ClobbersXRegisters = 4,

    /// <summary>Control never reaches the next instruction.</summary>
    EndsBlock = 8,
}
