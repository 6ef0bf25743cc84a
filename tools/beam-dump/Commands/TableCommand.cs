using System.Text.Json;

namespace Mochi.BeamDump.Commands;

/// <summary>A view that is a table: its JSON and CSV follow from its columns and rows.</summary>
internal abstract class TableCommand : ViewCommand
{
    /// <inheritdoc/>
    public override bool HasCsv => true;

    /// <summary>What the array of rows is called in JSON.</summary>
    protected abstract string Items { get; }

    /// <summary>The rows of a file: a string, number or truth value for each column.</summary>
    protected abstract IEnumerable<object[]> Rows(BeamInput input);

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray(Items);
        foreach (var row in Rows(input))
        {
            // A table of one column is an array of its values.
            if (row.Length == 1)
            {
                WriteValue(json, row[0]);
                continue;
            }

            json.WriteStartObject();
            for (var column = 0; column < row.Length; column++)
            {
                json.WritePropertyName(Columns[column]);
                WriteValue(json, row[column]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override void WriteCsv(CsvWriter csv, BeamInput input)
    {
        foreach (var row in Rows(input))
        {
            csv.WriteRow([input.Name, .. row]);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case uint number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteNumberValue((int)value);
                break;
        }
    }
}
