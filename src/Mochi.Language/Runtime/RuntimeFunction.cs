using System.Collections.Immutable;
using System.Globalization;

namespace Mochi.Language.Runtime;

/// <summary>A function that the application <c>mochi</c> exports.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Result">What it gives; never when it does not return.</param>
/// <param name="Effects">What else it can do.</param>
internal sealed record RuntimeFunction(
    string Module, string Name, ImmutableArray<RuntimeParameter> Parameters, RuntimeType Result, RuntimeEffects Effects)
{
    /// <summary>Whether it never returns.</summary>
    public bool NeverReturns => (Effects & RuntimeEffects.NeverReturns) != 0;

    /// <summary>
    /// Whether a call does nothing but give a result that depends on the arguments only, or raise.
    /// </summary>
    public bool IsPure =>
        (Effects & ~(RuntimeEffects.MayRaise | RuntimeEffects.NeverReturns)) == RuntimeEffects.None;

    /// <summary><c>mochi_list:at/2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Module}:{Name}/{Parameters.Length}");
}
