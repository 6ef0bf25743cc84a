using System.Globalization;
using System.Text;

namespace Mochi.BeamDump.Views;

/// <summary>
/// Columns of text, for what most calls show: what an interpolated string fills up with is vector code that the runtime
/// compiles anew at every start.
/// </summary>
internal static class Columns
{
    private const string Spaces = "                                ";

    /// <summary>Appends a text at the left of a column.</summary>
    /// <param name="text">What it is appended to.</param>
    /// <param name="value">The text.</param>
    /// <param name="width">The width of the column, at most 32.</param>
    public static StringBuilder AppendLeft(this StringBuilder text, string value, int width) =>
        text.Append(value).Append(Spaces, 0, Math.Max(width - value.Length, 0));

    /// <summary>Appends a number at the right of a column.</summary>
    /// <param name="text">What it is appended to.</param>
    /// <param name="value">The number.</param>
    /// <param name="width">The width of the column, at most 32.</param>
    public static StringBuilder AppendRight(this StringBuilder text, int value, int width)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return text.Append(Spaces, 0, Math.Max(width - digits.Length, 0)).Append(digits);
    }
}
