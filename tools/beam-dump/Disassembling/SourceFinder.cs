using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump.Disassembling;

/// <summary>Finds the sources of a module.</summary>
/// <param name="name">The name of the file that the module is in.</param>
/// <param name="module">The module.</param>
/// <param name="folders">Where to look first.</param>
internal sealed class SourceFinder(string name, BeamModule module, IReadOnlyList<string> folders)
{
    private const int LargestFile = 1 << 26;

    /// <summary>The lines of a source.</summary>
    /// <param name="file">Its name in the line table: absolute, or from where the compiler ran.</param>
    /// <returns><see langword="null"/> when it cannot be read.</returns>
    public IReadOnlyList<string>? Read(string file)
    {
        foreach (var path in Candidates(file))
        {
            if (TryRead(path) is { } lines)
            {
                return lines;
            }
        }

        return null;
    }

    /// <summary>A text without control characters.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(char.IsControl(character) && character != '\t' ? '\uFFFD' : character);
        }

        return clean.ToString();
    }

    private IEnumerable<string> Candidates(string file)
    {
        var source = SourceOfModule();
        var isMain = source is not null && Path.GetFileName(source) == Path.GetFileName(file);
        foreach (var folder in folders)
        {
            yield return Path.Combine(folder, file.TrimStart('/'));

            // Of /build/lib/stdlib/src/lists.erl: lists.erl, src/lists.erl, stdlib/src/lists.erl and so on.
            foreach (var tail in Tails(isMain ? source! : file))
            {
                yield return Path.Combine(folder, tail);
            }
        }

        if (isMain)
        {
            yield return source!;
        }

        if (source is not null && Path.GetDirectoryName(source) is { } compiled)
        {
            yield return Path.Combine(compiled, file);
        }

        var beside = Path.GetDirectoryName(name) ?? "";
        yield return Path.Combine(beside, Path.GetFileName(file));
        yield return Path.Combine(beside, "..", "src", Path.GetFileName(file));
        foreach (var tail in Tails(isMain ? source! : file))
        {
            yield return Path.Combine(beside, "..", tail);
        }
    }

    private string? SourceOfModule()
    {
        if (module.CompileInfo is not ListTerm options)
        {
            return null;
        }

        foreach (var option in options.Elements)
        {
            if (option is TupleTerm { Elements: [AtomTerm { Name: "source" }, ListTerm path] })
            {
                return TextOf(path);
            }
        }

        return null;
    }

    private static string? TextOf(ListTerm characters)
    {
        var text = new StringBuilder(characters.Elements.Length);
        foreach (var character in characters.Elements)
        {
            if (character is not IntegerTerm { Value: var value } || value <= 0 || value > 0x10FFFF || !Rune.IsValid((int)value))
            {
                return null;
            }

            text.Append(new Rune((int)value).ToString());
        }

        return text.ToString();
    }

    private static IEnumerable<string> Tails(string path)
    {
        for (var slash = path.Length - 1; slash >= 0; slash--)
        {
            if (slash == 0 ? path[0] != '/' : path[slash - 1] == '/')
            {
                yield return path[slash..];
            }
        }
    }

    // The name comes from the file: of what is no plain file nothing is read.
    private static List<string>? TryRead(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (path.Contains('\0', StringComparison.Ordinal) || !file.Exists || file.Length is 0 or > LargestFile)
            {
                return null;
            }

            var lines = new List<string>();
            foreach (var line in File.ReadLines(path))
            {
                lines.Add(Clean(line));
            }

            return lines;
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            return null;
        }
    }
}
