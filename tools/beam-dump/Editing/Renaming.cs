using System.Globalization;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Editing;

/// <summary>What an option of the command <c>rename</c> says: what is renamed, and to what.</summary>
/// <param name="Module">The module of a function; <see langword="null"/> for the file's own.</param>
/// <param name="Old">The old name; <see langword="null"/> for that of the file's module.</param>
/// <param name="Arity">The number of arguments of a function.</param>
/// <param name="New">The new name.</param>
internal sealed record Renaming(string? Module, string? Old, int Arity, string New)
{
    /// <summary>What is renamed, for messages.</summary>
    public string Rule { get; private init; } = "";

    /// <summary>Reads <c>[OLD=]NEW</c>.</summary>
    public static Renaming OfModule(string text)
    {
        var position = 0;
        if (text.StartsWith('\'') ? !IsWhole(text) : text.IndexOf('=', StringComparison.Ordinal) > 0)
        {
            var old = Name(text, ref position, '=');
            return new Renaming(null, old, 0, Rest(text, position + 1)) { Rule = $"module {TermPrinter.Atom(old)}" };
        }

        var name = Rest(text, 0);
        return new Renaming(null, null, 0, name) { Rule = $"module with another name than {TermPrinter.Atom(name)}" };
    }

    /// <summary>Reads <c>OLD=NEW</c>.</summary>
    public static Renaming OfAtom(string text)
    {
        var position = 0;
        var old = Name(text, ref position, '=');
        return position < text.Length && text[position] == '='
            ? new Renaming(null, old, 0, Rest(text, position + 1))
            : throw new UsageException($"--atom takes OLD=NEW, not '{text}'", "for example: --atom localhost=remotehost");
    }

    /// <summary>Reads <c>[MODULE:]OLD/ARITY=NEW</c>.</summary>
    public static Renaming OfFunction(string text)
    {
        var position = 0;
        string? module = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = FindArity(text, 0);
        var name = text.StartsWith('\'') ? Name(text, ref position, ':')
            : Upto(text, ref position, colon > 0 && colon < slash ? colon : slash);
        if (position < text.Length && text[position] == ':')
        {
            position++;
            module = name;
            name = position < text.Length && text[position] == '\''
                ? Name(text, ref position, '/') : Upto(text, ref position, FindArity(text, position));
        }

        if (FindArity(text, position) != position)
        {
            throw NoFunction(text);
        }

        var end = text.IndexOf('=', position);
        var arity = int.Parse(text.AsSpan(position + 1, end - position - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Renaming(module, name, arity, Rest(text, end + 1))
        {
            Rule = "function " + (module is null ? "" : TermPrinter.Atom(module) + ":")
                + $"{TermPrinter.Atom(name)}/{arity.ToString(CultureInfo.InvariantCulture)}",
        };
    }

    /// <summary>Reads <c>OLD=NEW</c>, two terms.</summary>
    public static (Term Old, Term New) OfLiteral(string text)
    {
        // The sign may also stand in a string or in a map.
        for (var index = text.IndexOf('='); index > 0; index = text.IndexOf('=', index + 1))
        {
            if (TryTerm(text[..index]) is { } old && TryTerm(text[(index + 1)..]) is { } replacement)
            {
                return (old, replacement);
            }
        }

        throw new UsageException(
            $"--literal takes OLD=NEW, not '{text}'", "both are terms as in Erlang, for example: --literal '\"http\"=\"https\"'");
    }

    private static Term? TryTerm(string text)
    {
        try
        {
            return TermReader.Read(text);
        }
        catch (DiagnosticException)
        {
            return null;
        }
    }

    private static string Upto(string text, ref int position, int end)
    {
        if (end <= position)
        {
            throw NoFunction(text);
        }

        var name = text[position..end];
        position = end;
        return name;
    }

    // The index of the first '/' that digits and '=' follow; -1 when there is none.
    private static int FindArity(string text, int start)
    {
        for (var slash = start; slash < text.Length; slash++)
        {
            var end = slash + 1;
            while (text[slash] == '/' && end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (text[slash] == '/' && end - slash is > 1 and <= 4 && end < text.Length && text[end] == '=')
            {
                return slash;
            }
        }

        return -1;
    }

    private static bool IsWhole(string text)
    {
        var position = 0;
        Name(text, ref position, '=');
        return position == text.Length;
    }

    // As it is up to a character, or in quotes as in Erlang.
    private static string Name(string text, ref int position, char end)
    {
        if (position < text.Length && text[position] == '\'')
        {
            try
            {
                if (new TermReader(text).ReadPart(position, out var after) is AtomTerm atom)
                {
                    position = after;
                    return atom.Name;
                }
            }
            catch (DiagnosticException exception)
            {
                throw new UsageException($"'{text}' has no atom in quotes: {exception.Diagnostic.Message}", "quote it as in Erlang");
            }
        }

        var found = position < text.Length ? text.IndexOf(end, position + 1) : -1;
        found = found < 0 ? text.Length : found;
        var name = text[position..found];
        position = found;
        return name;
    }

    private static string Rest(string text, int start)
    {
        if (start == text.Length || text[start] != '\'')
        {
            return text[start..];
        }

        var position = start;
        var name = Name(text, ref position, '=');
        return position == text.Length
            ? name : throw new UsageException($"something follows the new name in '{text}'", "quote the whole name");
    }

    private static UsageException NoFunction(string text) =>
        new($"--function takes NAME/ARITY=NEW, not '{text}'", "for example: --function map/2=transform");
}
