using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads places in the source: <c>@LINE:COLUMN</c>, with a file before the line if it is not the module's.</summary>
internal sealed class MirPositions(
    MirTokenReader reader, TextDiagnostics diagnostics, string? sourceFile, string? textFile, bool placesFromText)
{
    /// <summary>A position if there is one; otherwise nothing, or the place of a token in this text.</summary>
    /// <param name="start">The token that begins what the position is for.</param>
    public SourcePosition Parse(MirToken start)
    {
        if (!reader.TakeSign("@"))
        {
            return placesFromText ? PlaceOf(start) : SourcePosition.None;
        }

        var file = sourceFile;
        if (reader.Current.Kind == MirTokenKind.String)
        {
            file = reader.Take().Text;
            reader.Expect(":");
        }
        else if (reader.TakeWord("_"))
        {
            file = null;
            reader.Expect(":");
        }

        var line = reader.TakeInteger("a line", 0, int.MaxValue);
        reader.Expect(":");
        return new SourcePosition(file, line, reader.TakeInteger("a column", 0, int.MaxValue));
    }

    private SourcePosition PlaceOf(MirToken token)
    {
        var (line, column) = diagnostics.Locate(token.Start);
        return new SourcePosition(sourceFile ?? textFile, line, column);
    }
}
