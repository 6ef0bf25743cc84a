using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mochi.CatalogueGen;

/// <summary>Effects as text.</summary>
internal static class EffectWords
{
    private static readonly (string Word, CallEffects Effect)[] Words =
    [
        ("reads", CallEffects.Reads),
        ("writes", CallEffects.Writes),
        ("sends", CallEffects.Sends),
        ("calls", CallEffects.Calls),
        ("raises", CallEffects.Raises),
        ("never", CallEffects.Never),
    ];

    public static string Print(CallEffects effects) => effects == CallEffects.None
        ? "-"
        : string.Join(',', Words.Where(entry => (effects & entry.Effect) != 0).Select(entry => entry.Word));

    /// <summary>
    /// Reads words; <c>-</c> stands for none, and <c>calls2</c> for calling the fun in the second argument.
    /// </summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out OuterFunction? function)
    {
        const string Calls = "calls";
        var (effects, arguments) = (CallEffects.None, ImmutableArray.CreateBuilder<int>());
        function = null;
        foreach (var word in text == "-" ? [] : text.Split(','))
        {
            if (word.StartsWith(Calls, StringComparison.Ordinal)
                && int.TryParse(
                    word.AsSpan(Calls.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var argument)
                && argument > 0)
            {
                effects |= CallEffects.Calls;
                arguments.Add(argument);
                continue;
            }

            var found = Array.Find(Words, entry => entry.Word == word);
            if (found.Word is null)
            {
                return false;
            }

            effects |= found.Effect;
        }

        function = new OuterFunction(effects, arguments.ToImmutable());
        return true;
    }
}
