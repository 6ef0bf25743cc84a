namespace Mochi.BeamAsm.Text;

/// <summary>Leaves what is being read after its diagnostic was given; caught where reading can go on.</summary>
/// <param name="leavesFunction">Whether reading cannot go on within the same function.</param>
internal sealed class MirSyntaxException(bool leavesFunction) : Exception
{
    /// <summary>Whether reading cannot go on within the same function.</summary>
    public bool LeavesFunction { get; } = leavesFunction;
}
