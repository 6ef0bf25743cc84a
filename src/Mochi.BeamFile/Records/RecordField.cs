using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Records;

/// <summary>A field of a native record.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Default">Its value when none is given; <see langword="null"/> when one has to be given.</param>
public sealed record RecordField(string Name, Term? Default = null);
