using System.Globalization;

namespace Mochi.SignatureGen;

/// <summary>Reads signatures.tsv and refuses a line that lacks a column, uses an unknown flag or says the same again.</summary>
internal static class SignatureRows
{
    private static readonly string[] Header = ["module", "function", "arity", "since", "result", "required", "flags", "rule"];

    // The bits of SignatureFlags.
    private static readonly Dictionary<string, int> Flags = new()
    {
        ["safe"] = 1,
        ["refuses"] = 2,
        ["pure"] = 4,
        ["bif"] = 8,
        ["gc"] = 16,
        ["label"] = 32,
    };

    public static IReadOnlyList<SignatureRow> Read(string text)
    {
        var rows = new List<SignatureRow>();
        var names = new HashSet<(string, string, int)>();
        var headerSeen = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('\t');
            if (!headerSeen)
            {
                Require(cells.SequenceEqual(Header), line, "the header is not " + string.Join(' ', Header));
                headerSeen = true;
                continue;
            }

            var row = ReadRow(line, cells);
            Require(names.Add((row.Module, row.Function, row.Arity)), line, "the function is there twice");
            rows.Add(row);
        }

        return rows;
    }

    private static SignatureRow ReadRow(string line, string[] cells)
    {
        Require(cells.Length == Header.Length && cells.All(cell => cell.Length > 0), line, $"expected {Header.Length} columns");
        var flags = cells[6] == "-" ? [] : cells[6].Split(',');
        Require(flags.All(Flags.ContainsKey), line, $"unknown flag in {cells[6]}");
        var arity = Number(cells[2]);
        var required = cells[5] == "-" ? "" : cells[5];
        Require(required.Length == 0 || required.Split(' ').Length == arity, line, $"expected {arity} required types");
        Require(!flags.Contains("refuses") || arity == 1, line, "only a function of one argument refuses it");
        return new SignatureRow(
            cells[0], cells[1], arity, Number(cells[3]), cells[4], required, flags.Sum(flag => Flags[flag]), cells[7] == "-" ? "None" : cells[7]);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static void Require(bool condition, string line, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException($"signatures.tsv: {message}: {line}");
        }
    }
}
