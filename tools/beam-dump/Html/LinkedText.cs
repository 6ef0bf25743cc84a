using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamDump.Html;

/// <summary>The text of instructions with marks around operands that say what they are and where they lead.</summary>
internal sealed class LinkedText : InstructionText
{
    // Nothing that comes from a file has these: control characters are escaped before they get here.
    private const char Begin = '\u0001';
    private const char Separator = '\u0002';
    private const char End = '\u0003';

    private readonly Dictionary<Term, int> _literals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BeamType, int> _types = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ImportOperand, int> _imports = [];

    /// <summary>Prepares the text of a module's instructions.</summary>
    /// <param name="chunks">The module.</param>
    /// <param name="labelNames">The names of functions under their entry labels.</param>
    public LinkedText(BeamChunks chunks, IReadOnlyDictionary<int, string> labelNames)
        : base(labelNames)
    {
        var terms = chunks.Literals.Terms;
        for (var index = 0; index < terms.Length; index++)
        {
            _literals.TryAdd(terms[index], index);
        }

        var types = chunks.Types?.Types ?? [];
        for (var index = 0; index < types.Length; index++)
        {
            _types.TryAdd(types[index], index);
        }

        for (var index = 0; index < chunks.Imports.Length; index++)
        {
            _imports.TryAdd(chunks.Imports[index], index);
        }
    }

    /// <summary>The instruction in pieces.</summary>
    public List<TextPiece> Pieces(Instruction instruction)
    {
        var pieces = new List<TextPiece>();
        switch (instruction.Opcode)
        {
            case Opcode.Label when instruction.Operands[0] is UnsignedOperand label:
                pieces.Add(new TextPiece(PieceKind.Definition, Label((int)label.Value), (int)label.Value));
                break;
            case Opcode.Line when instruction.Operands[0] is LocationOperand location:
                var place = location.File is null ? "no place"
                    : string.Create(CultureInfo.InvariantCulture, $"{Visible(location.File)}:{location.Line}");
                pieces.Add(new TextPiece(PieceKind.Place, place));
                break;
            default:
                Split(Format(instruction), pieces);
                break;
        }

        return pieces;
    }

    /// <summary>The text with control characters written as <c>\x{1F}</c>.</summary>
    public static string Visible(string text)
    {
        var isVisible = true;
        foreach (var character in text)
        {
            isVisible &= !char.IsControl(character);
        }

        if (isVisible)
        {
            return text;
        }

        var visible = new StringBuilder();
        foreach (var character in text)
        {
            visible.Append(char.IsControl(character)
                ? string.Create(CultureInfo.InvariantCulture, $"\\x{{{(int)character:X}}}")
                : character);
        }

        return visible.ToString();
    }

    /// <inheritdoc/>
    protected override string Mark(Operand operand, string text) => operand switch
    {
        ListOperand => text,
        TypedRegister typed => MarkType(typed, text),
        XRegister or YRegister or FloatRegister => Piece(PieceKind.Register, text),
        AtomOperand or NilOperand => Piece(PieceKind.Atom, text),
        LiteralOperand literal => Piece(PieceKind.Literal, text, _literals.GetValueOrDefault(literal.Term, TextPiece.Nowhere)),
        LabelOperand label => Piece(PieceKind.Label, text, label.IsLabel ? label.Label : TextPiece.Nowhere),
        ImportOperand import => Piece(PieceKind.Import, text, _imports.GetValueOrDefault(import, TextPiece.Nowhere)),
        LambdaOperand lambda => MarkLambda(lambda, text),
        LocationOperand => Piece(PieceKind.Place, text),
        StringOperand => Piece(PieceKind.String, text),
        _ => Piece(PieceKind.Number, text),
    };

    // The register, which is marked already, and its type after a colon.
    private string MarkType(TypedRegister typed, string text)
    {
        var end = text.IndexOf(End, StringComparison.Ordinal) + 1;
        return text[..end] + Piece(PieceKind.Type, text[end..], _types.GetValueOrDefault(typed.Type, TextPiece.Nowhere));
    }

    // The function and, after a space, how many values a fun of it holds.
    private static string MarkLambda(LambdaOperand lambda, string text)
    {
        var end = text.LastIndexOf(" free=", StringComparison.Ordinal);
        return Piece(PieceKind.Label, text[..end], lambda.Label) + text[end..];
    }

    private static string Piece(PieceKind kind, string text, int target = TextPiece.Nowhere) =>
        string.Create(CultureInfo.InvariantCulture, $"{Begin}{(char)kind}{target}{Separator}{Visible(text)}{End}");

    private static void Split(string text, List<TextPiece> pieces)
    {
        var position = text.AsSpan().IndexOfAny(' ', Begin);
        position = position < 0 ? text.Length : position;
        pieces.Add(new TextPiece(PieceKind.Operation, text[..position]));
        while (position < text.Length)
        {
            if (text[position] == Begin)
            {
                var separator = text.IndexOf(Separator, position);
                var end = text.IndexOf(End, separator);
                pieces.Add(new TextPiece(
                    (PieceKind)text[position + 1],
                    text[(separator + 1)..end],
                    int.Parse(text.AsSpan((position + 2)..separator), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
                position = end + 1;
            }
            else
            {
                var next = text.IndexOf(Begin, position);
                next = next < 0 ? text.Length : next;
                pieces.Add(new TextPiece(PieceKind.Plain, text[position..next]));
                position = next;
            }
        }
    }
}
