namespace Mochi.BeamFile.Editing;

/// <summary>The full name of a function.</summary>
/// <param name="Module">The name of its module.</param>
/// <param name="Function">Its name.</param>
/// <param name="Arity">Its number of arguments, 0 to 255.</param>
public sealed record FunctionName(string Module, string Function, int Arity)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}:{Function}/{Arity}";
}
