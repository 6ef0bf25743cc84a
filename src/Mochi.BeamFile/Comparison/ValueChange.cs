using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Comparison;

/// <summary>An attribute, or something that the compiler says about itself, that differs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Left">
/// Its value on the left, the values of all of that name; <see langword="null"/> when there is none.
/// </param>
/// <param name="Right">Its value on the right.</param>
public sealed record ValueChange(string Name, Term? Left, Term? Right)
{
    /// <summary>What became of it.</summary>
    public ChangeKind Kind =>
        Left is null ? ChangeKind.Added : Right is null ? ChangeKind.Removed : ChangeKind.Changed;
}
