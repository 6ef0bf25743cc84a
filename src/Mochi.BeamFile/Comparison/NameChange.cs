namespace Mochi.BeamFile.Comparison;

/// <summary>An export or a record that differs.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Name">Its name as Erlang source; that of an export with the arity, such as <c>start/2</c>.</param>
public sealed record NameChange(ChangeKind Kind, string Name);
