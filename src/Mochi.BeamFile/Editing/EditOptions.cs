namespace Mochi.BeamFile.Editing;

/// <summary>How a module is edited.</summary>
public sealed record EditOptions
{
    /// <summary>
    /// What is done when nothing is said: values are rewritten along with a module's name, debug information is dropped.
    /// </summary>
    public static EditOptions Default { get; } = new();

    /// <summary>
    /// Whether renaming a module also rewrites atoms that are its name where they stand as values, in the code and in
    /// literals: what <c>?MODULE</c> was in the source. Nothing tells these from atoms that happen to be the same.
    /// </summary>
    public bool RewritesValues { get; init; } = true;

    /// <summary>
    /// Whether debug information and what Elixir's checker knows stay although they say what was true before the edit.
    /// </summary>
    public bool KeepsDebugInfo { get; init; }
}
