using System.Globalization;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Html;

/// <summary>Something that the page cannot show, and why.</summary>
/// <param name="File">The file's name for people.</param>
/// <param name="Text">What is wrong with it.</param>
internal sealed record PageProblem(string File, string Text)
{
    /// <summary>A diagnostic on one line.</summary>
    public static string TextOf(Diagnostic diagnostic)
    {
        var place = (diagnostic.Place.Chunk, diagnostic.Place.Offset) switch
        {
            (null, < 0) => "",
            (null, var offset) => string.Create(CultureInfo.InvariantCulture, $" (offset {offset})"),
            (var chunk, < 0) => $" (chunk {chunk})",
            var (chunk, offset) => string.Create(CultureInfo.InvariantCulture, $" (chunk {chunk}, offset {offset})"),
        };
        return $"{diagnostic.Code}: {diagnostic.Message}{place}";
    }
}
