using System.Globalization;

namespace Mochi.OpcodeGen;

/// <summary>Reads opcodes.tsv and refuses a line that lacks a column or uses a word that nobody defined.</summary>
internal static class TableReader
{
    private static readonly string[] Header =
        ["number", "name", "first", "last", "category", "effects", "operands", "doc"];

    private static readonly HashSet<string> Effects = ["fail", "gc", "clobber", "end"];

    private static readonly HashSet<string> Categories =
    [
        "structure", "call", "bif", "stack", "receive", "test", "select", "control", "exception", "move", "list",
        "tuple",
        "float", "binary", "map", "fun", "record", "debug", "obsolete",
    ];

    public static IReadOnlyList<OpcodeRow> Read(string text)
    {
        var rows = new List<OpcodeRow>();
        var headerSeen = false;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var cells = line.Split('\t');
            if (!headerSeen)
            {
                Require(cells.SequenceEqual(Header), line, "the header is not " + string.Join(' ', Header));
                headerSeen = true;
                continue;
            }

            rows.Add(ReadRow(line, cells));
            Require(rows[^1].Number == rows.Count, line, "opcodes must be numbered from 1 without a gap");
        }

        return rows;
    }

    private static OpcodeRow ReadRow(string line, string[] cells)
    {
        Require(cells.Length == Header.Length, line, $"expected {Header.Length} columns");
        Require(cells.Where((_, index) => index != 3).All(cell => cell.Length > 0), line, "a column is empty");
        Require(Categories.Contains(cells[4]), line, $"unknown category {cells[4]}");
        var effects = cells[5] == "-" ? [] : cells[5].Split(',');
        Require(effects.All(Effects.Contains), line, $"unknown effect in {cells[5]}");
        var position = 0;
        var operands = cells[6] == "-" ? [] : ReadOperands(line, cells[6], ref position);
        Require(
            operands.SkipLast(1).All(operand => operand.Kind is not "list"), line, "a list must be the last operand");
        return new OpcodeRow(
            Number(cells[0]), cells[1], Number(cells[2]), cells[3].Length == 0
                ? null
                : Number(cells[3]), cells[4], effects,
            operands, cells[7]);
    }

    private static List<OperandEntry> ReadOperands(string line, string text, ref int position)
    {
        var operands = new List<OperandEntry>();
        while (position < text.Length && text[position] != ']')
        {
            if (text[position] == ' ')
            {
                position++;
                continue;
            }

            var colon = text.IndexOf(':', position);
            Require(colon > position, line, "an operand is written role:kind");
            var role = text[position..colon];
            position = colon + 1;
            operands.Add(text[position] == '[' ? ReadList(line, text, role, ref position) : ReadOne(
                line, text, role, ref position));
        }

        return operands;
    }

    private static OperandEntry ReadList(string line, string text, string role, ref int position)
    {
        position++;
        var group = ReadOperands(line, text, ref position);
        Require(position + 1 < text.Length && text[position + 1] is '*' or '+', line, "a list ends in ]* or ]+");
        var nonEmpty = text[position + 1] == '+';
        position += 2;
        return new OperandEntry(role, "list", string.Empty, 0, group, nonEmpty);
    }

    private static OperandEntry ReadOne(string line, string text, string role, ref int position)
    {
        var end = position;
        while (end < text.Length && text[end] is not (' ' or ']'))
        {
            end++;
        }

        var kind = text[position..end];
        position = end;
        var parenthesis = kind.IndexOf('(', StringComparison.Ordinal);
        if (parenthesis >= 0)
        {
            var arguments = kind[(parenthesis + 1)..^1].Split(',');
            kind = kind[..parenthesis];
            Require(OperandKinds.Known.ContainsKey(kind), line, $"unknown kind {kind}");
            return new OperandEntry(role, kind, arguments[0], Number(arguments[1]), [], false);
        }

        Require(OperandKinds.Known.ContainsKey(kind), line, $"unknown kind {kind}");
        return new OperandEntry(role, kind, string.Empty, 0, [], false);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static void Require(bool condition, string line, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException($"opcodes.tsv: {message}: {line}");
        }
    }
}
