using System.Globalization;
using System.Text;

namespace Mochi.BeamDump.Commands;

/// <summary>Writes rows as RFC 4180 has them, but with plain line feeds.</summary>
internal sealed class CsvWriter
{
    private static readonly char[] Special = ['"', ',', '\n', '\r'];

    private readonly StringBuilder _text = new();

    /// <summary>Appends a row.</summary>
    public void WriteRow(IReadOnlyList<object> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (index > 0)
            {
                _text.Append(',');
            }

            var value = Convert.ToString(values[index], CultureInfo.InvariantCulture)!;
            if (value.IndexOfAny(Special) < 0)
            {
                _text.Append(value);
            }
            else
            {
                _text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
        }

        _text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
