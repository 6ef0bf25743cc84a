using System.Globalization;

namespace Mochi.Bench;

/// <summary>Durations of the same work, in milliseconds.</summary>
internal sealed class Measurements
{
    private readonly List<double> _values = [];

    /// <summary>Adds one.</summary>
    public void Add(double milliseconds) => _values.Add(milliseconds);

    /// <summary>The one in the middle.</summary>
    public double Median => _values.Order().ElementAt(_values.Count / 2);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Median,8:F1} ms ({_values.Min():F1} to {_values.Max():F1})");
}
