namespace Mochi.BeamAsm.Ir;

/// <summary>Matches what the inner pattern matches and binds the value.</summary>
/// <param name="Local">Bound to the value.</param>
/// <param name="Inner">The inner pattern; <see cref="WildcardPattern"/> to bind anything.</param>
public sealed record BindPattern(Local Local, Pattern Inner) : Pattern;
