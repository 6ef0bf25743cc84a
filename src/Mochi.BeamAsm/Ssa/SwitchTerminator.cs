using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ssa;

/// <summary>Chooses by comparing with constants of one kind: all atoms or all integers.</summary>
/// <param name="value">The value.</param>
/// <param name="values">The constants, distinct.</param>
/// <param name="targets">Next block for each constant.</param>
/// <param name="otherwise">Next block when none is equal.</param>
internal sealed class SwitchTerminator(SsaOperand value, Term[] values, BasicBlock[] targets, BasicBlock otherwise) : Terminator(value)
{
    /// <summary>The constants, distinct.</summary>
    public Term[] Values { get; } = values;

    /// <summary>Next block for each constant.</summary>
    public BasicBlock[] Targets { get; } = targets;

    /// <summary>Next block when none is equal.</summary>
    public BasicBlock Otherwise { get; private set; } = otherwise;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [.. Targets, Otherwise];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
        for (int i = 0; i < Targets.Length; i++)
        {
            Targets[i] = Targets[i] == from ? to : Targets[i];
        }

        Otherwise = Otherwise == from ? to : Otherwise;
    }
}
