using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Records;

/// <summary>A native record of OTP 29 as the chunk <c>Recs</c> defines it.</summary>
/// <param name="Name">The record's name; its full name has the module's before it.</param>
/// <param name="IsExported">Whether other modules may make such records and look into them.</param>
/// <param name="Fields">The fields, in the order of the definition.</param>
public sealed record RecordDefinition(string Name, bool IsExported, ImmutableArray<RecordField> Fields)
{
    /// <summary>Compares the fields one by one.</summary>
    public bool Equals(RecordDefinition? other) => other is not null && Name == other.Name
        && IsExported == other.IsExported && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(Fields.Length, Name);
}
