using System.Globalization;
using System.Text.Json;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Html;

/// <summary>
/// The code of a module for the page. A piece of text, and a line made of pieces, stands in it once however often it occurs:
/// <c>"pieces": [[kind, text, target]], "lines": [[bytes, piece...]],
/// "functions": [[name, exported, label, offset, bytes, [line...]]]</c>. Pieces and lines are named by 1 and their number, and
/// by 0 where they occur first, which is in the order of their numbers: that is most places, and compresses well.
/// </summary>
internal sealed class CodeSection
{
    private readonly Dictionary<TextPiece, int> _pieces = [];
    private readonly List<TextPiece> _pieceList = [];
    private readonly Dictionary<InstructionOfSize, int> _lines = [];
    private readonly List<int[]> _lineList = [];
    private readonly List<int[]> _functions = [];
    private readonly BeamChunks _chunks;
    private readonly DecodedCode _code;

    /// <summary>Finds the pieces and lines of a module's code.</summary>
    /// <exception cref="BeamFile.Diagnostics.DiagnosticException">The code, or a table that it needs, is damaged.</exception>
    public CodeSection(BeamChunks chunks)
    {
        _chunks = chunks;
        _code = chunks.Code;
        var names = new Dictionary<int, string>();
        foreach (var function in _code.Functions)
        {
            names[function.EntryLabel] = NameOf(function.Name, function.Arity);
        }

        var text = new LinkedText(chunks, names);
        var position = 0;
        foreach (var function in _code.Functions)
        {
            var lines = new int[function.Instructions.Length];
            for (var index = 0; index < lines.Length; index++, position++)
            {
                var end = position + 1 < _code.Offsets.Length ? _code.Offsets[position + 1] : _code.EndOffset;
                var instruction = new InstructionOfSize(function.Instructions[index], end - _code.Offsets[position]);
                if (!_lines.TryGetValue(instruction, out lines[index]))
                {
                    _lines.Add(instruction, lines[index] = _lineList.Count);
                    _lineList.Add(Line(instruction.Size, text.Pieces(instruction.Instruction)));
                }
            }

            _functions.Add(lines);
        }
    }

    /// <summary>How a function is called in the page: <c>map/2</c>.</summary>
    public static string NameOf(string name, int arity) =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(name)}/{arity}");

    /// <summary>Writes the properties.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("pieces");
        foreach (var piece in _pieceList)
        {
            json.WriteStartArray();
            json.WriteStringValue(((char)piece.Kind).ToString());
            json.WriteStringValue(piece.Text);
            if (piece.Target != TextPiece.Nowhere)
            {
                json.WriteNumberValue(piece.Target);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("lines");
        var known = 0;
        foreach (var line in _lineList)
        {
            json.WriteStartArray();
            json.WriteNumberValue(line[0]);
            WriteReferences(json, line.AsSpan(1), ref known);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteFunctions(json);
        json.WriteStartArray("notes");
        foreach (var diagnostic in _code.Diagnostics)
        {
            json.WriteStringValue(PageProblem.TextOf(diagnostic));
        }

        json.WriteEndArray();
    }

    private void WriteFunctions(Utf8JsonWriter json)
    {
        var exported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var export in _chunks.Exports)
        {
            exported.Add(NameOf(export.Name, export.Arity));
        }

        var sizes = ModuleSizes.Measure(_chunks).MeasureCode();
        json.WriteNumber("head", sizes.Head);
        json.WriteNumber("end", sizes.End);
        json.WriteStartArray("functions");
        var offset = sizes.Head;
        var known = 0;
        for (var index = 0; index < _functions.Count; index++)
        {
            var function = _code.Functions[index];
            var name = NameOf(function.Name, function.Arity);
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteNumberValue(exported.Contains(name) ? 1 : 0);
            json.WriteNumberValue(function.EntryLabel);
            json.WriteNumberValue(offset);
            json.WriteNumberValue(sizes.Functions[index].Size);
            json.WriteStartArray();
            WriteReferences(json, _functions[index], ref known);
            json.WriteEndArray();
            json.WriteEndArray();
            offset += sizes.Functions[index].Size;
        }

        json.WriteEndArray();
    }

    private int[] Line(int size, List<TextPiece> pieces)
    {
        var numbers = new int[pieces.Count + 1];
        numbers[0] = size;
        for (var index = 0; index < pieces.Count; index++)
        {
            if (!_pieces.TryGetValue(pieces[index], out var piece))
            {
                _pieces.Add(pieces[index], piece = _pieceList.Count);
                _pieceList.Add(pieces[index]);
            }

            numbers[index + 1] = piece;
        }

        return numbers;
    }

    private static void WriteReferences(Utf8JsonWriter json, ReadOnlySpan<int> numbers, ref int known)
    {
        foreach (var number in numbers)
        {
            var isFirst = number == known;
            json.WriteNumberValue(isFirst ? 0 : number + 1);
            known += isFirst ? 1 : 0;
        }
    }

    private sealed record InstructionOfSize(Instruction Instruction, int Size);
}
