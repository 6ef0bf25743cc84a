using System.Globalization;

namespace Mochi.OpcodeGen;

/// <summary>Turns the names of the table into C# names.</summary>
internal static class Naming
{
    public static string Pascal(string snake) => string.Concat(
        snake.Split('_', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}
