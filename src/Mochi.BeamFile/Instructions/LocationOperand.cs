namespace Mochi.BeamFile.Instructions;

/// <summary>A place in the source: an entry of the line table.</summary>
/// <param name="File">
/// The file's name as the compiler was told it; <see langword="null"/> for <see cref="None"/>.
/// </param>
/// <param name="Line">The line, from 1; 0 for <see cref="None"/>.</param>
public sealed record LocationOperand(string? File, int Line) : Operand
{
    /// <summary>No place is known.</summary>
    public static LocationOperand None { get; } = new(null, 0);

    /// <inheritdoc/>
    public override string ToString() => File is null ? "[]" : $"{{location,{File},{Line}}}";
}
