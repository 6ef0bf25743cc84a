using System.Globalization;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Disassembling;

/// <summary>The lines of the source for each place that the code names.</summary>
internal sealed class SourceLines
{
    // Further away is not what lies between two places of the same piece of code.
    private const int LargestGap = 20;

    private readonly SourceFinder _finder;
    private readonly Dictionary<string, IReadOnlyList<string>?> _files = new(StringComparer.Ordinal);
    private CodeFunction? _function;
    private string? _file;
    private int _line;

    /// <summary>Shows the source of a module.</summary>
    /// <param name="name">The name of the file that it is in.</param>
    /// <param name="module">The module.</param>
    /// <param name="folders">Where to look first.</param>
    public SourceLines(string name, BeamModule module, IReadOnlyList<string> folders) =>
        _finder = new SourceFinder(name, module, folders);

    /// <summary>
    /// The lines before an instruction of a place: those after the last place in the same function, if they are few, up to its own.
    /// </summary>
    public IReadOnlyList<string> Before(CodeFunction function, LocationOperand place)
    {
        if (place.File is null)
        {
            return [];
        }

        if (!ReferenceEquals(_function, function))
        {
            (_function, _file, _line) = (function, null, 0);
        }

        if (_file == place.File && _line == place.Line)
        {
            return [];
        }

        var shown = new List<string>();
        if (!_files.TryGetValue(place.File, out var lines))
        {
            _files.Add(place.File, lines = _finder.Read(place.File));
            if (lines is null)
            {
                shown.Add($"{SourceFinder.Clean(place.File)} is not found; --source-path says where sources are");
            }
        }

        if (lines is not null)
        {
            var first = _file == place.File && place.Line > _line && place.Line - _line <= LargestGap ? _line + 1 : place.Line;
            for (var line = first; line <= place.Line; line++)
            {
                shown.Add(line >= 1 && line <= lines.Count
                    ? string.Create(CultureInfo.InvariantCulture, $"{line,4}| {lines[line - 1]}").TrimEnd()
                    : string.Create(CultureInfo.InvariantCulture, $"{line,4}| is not there: the source has {lines.Count} lines"));
            }
        }

        (_file, _line) = (place.File, place.Line);
        return shown;
    }
}
