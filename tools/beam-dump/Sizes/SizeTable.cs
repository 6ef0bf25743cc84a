using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;

namespace Mochi.BeamDump.Sizes;

/// <summary>What some bytes are used for, largest first; the rows together are all of them.</summary>
/// <param name="title">What the table is about, for people.</param>
/// <param name="items">What its rows are called in JSON.</param>
/// <param name="columns">The columns; the last one is <c>bytes</c>.</param>
internal sealed class SizeTable(string title, string items, string[] columns)
{
    private readonly List<SizeRow> _rows = [];

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Adds a row.</summary>
    /// <param name="name">What it is about, for people.</param>
    /// <param name="bytes">How many bytes that are.</param>
    /// <param name="values">The values of all columns but the last.</param>
    public void Add(string name, long bytes, params object[] values) => _rows.Add(new SizeRow(name, bytes, values));

    /// <summary>Puts the largest first.</summary>
    public void Sort() => _rows.Sort((left, right) => left.Bytes != right.Bytes
        ? right.Bytes.CompareTo(left.Bytes)
        : string.CompareOrdinal(left.Name, right.Name));

    /// <summary>Writes it for people.</summary>
    public void WriteText(StringBuilder text, int top)
    {
        long total = 0;
        foreach (var row in _rows)
        {
            total += row.Bytes;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{title}: {total} bytes\n");
        var shown = 0L;

        // A line that says that there is one more row can as well be that row.
        var count = top == 0 || _rows.Count == top + 1 ? _rows.Count : Math.Min(top, _rows.Count);
        for (var index = 0; index < count; index++)
        {
            WriteRow(text, _rows[index].Bytes, total, _rows[index].Name);
            shown += _rows[index].Bytes;
        }

        if (count < _rows.Count)
        {
            WriteRow(text, total - shown, total, string.Create(CultureInfo.InvariantCulture, $"({_rows.Count - count} more)"));
        }
    }

    /// <summary>Writes it as an array of objects.</summary>
    public void WriteJson(Utf8JsonWriter json, int top)
    {
        json.WriteStartArray(items);
        for (var index = 0; index < _rows.Count && (top == 0 || index < top); index++)
        {
            json.WriteStartObject();
            for (var column = 0; column < _rows[index].Values.Length; column++)
            {
                if (_rows[index].Values[column] is string value)
                {
                    json.WriteString(columns[column], value);
                }
                else
                {
                    json.WriteNumber(columns[column], (int)_rows[index].Values[column]);
                }
            }

            json.WriteNumber("bytes", _rows[index].Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes it as CSV.</summary>
    public void WriteCsv(CsvWriter csv, int top)
    {
        csv.WriteRow(columns);
        for (var index = 0; index < _rows.Count && (top == 0 || index < top); index++)
        {
            csv.WriteRow([.. _rows[index].Values, _rows[index].Bytes]);
        }
    }

    private static void WriteRow(StringBuilder text, long bytes, long total, string name) => text.Append(
        CultureInfo.InvariantCulture, $"  {bytes,10}  {100.0 * bytes / Math.Max(total, 1),5:F1} %  {name}\n");

    private sealed record SizeRow(string Name, long Bytes, object[] Values);
}
