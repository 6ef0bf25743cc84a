using System.Globalization;
using System.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Otp.Applications;

/// <summary>
/// Writes application resource files: one Erlang term <c>{application, Name, Properties}.</c> in UTF-8 with one
/// property a line, the same text for the same description (OTP Design Principles, "Applications";
/// reference manual of kernel, <c>app(4)</c>).
/// </summary>
public static class ApplicationResource
{
    /// <summary>The text of <paramref name="description"/> as <c>NAME.app</c>.</summary>
    /// <exception cref="DiagnosticException">The application's name cannot be used (OT001).</exception>
    public static string Write(ApplicationDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        CheckName(description.Name);
        var modules = new List<string>(description.Modules);
        modules.Sort(string.CompareOrdinal);

        var text = new StringBuilder();
        text.Append("{application, ");
        AppendAtom(text, description.Name);
        text.Append(",\n [{description, ");
        AppendString(text, description.Description);
        text.Append("},\n  {vsn, ");
        AppendString(text, description.Version);
        text.Append("},\n  {modules, ");
        AppendAtoms(text, modules);
        text.Append("},\n  {registered, ");
        AppendAtoms(text, description.Registered);
        text.Append("},\n  {applications, ");
        AppendAtoms(text, description.Applications);
        if (description.StartModule is { } start)
        {
            text.Append("},\n  {mod, {");
            AppendAtom(text, start);
            text.Append(", []}");
        }

        return text.Append("}]}.\n").ToString();
    }

    /// <summary>Whether <paramref name="name"/> can name an application: it is also the name of files and folders.</summary>
    public static bool IsUsableName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 200 || !char.IsAsciiLetterLower(name[0]))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                return false;
            }
        }

        return true;
    }

    internal static void CheckName(string name)
    {
        if (!IsUsableName(name))
        {
            throw new DiagnosticException(new Diagnostic(
                "OT001",
                DiagnosticSeverity.Error,
                $"'{name}' cannot be the name of an OTP application",
                DiagnosticPlace.None,
                "use a lower-case letter, then lower-case letters, digits and '_', at most 200 characters"));
        }
    }

    private static void AppendAtoms(StringBuilder text, IReadOnlyList<string> names)
    {
        text.Append('[');
        for (var index = 0; index < names.Count; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            AppendAtom(text, names[index]);
        }

        text.Append(']');
    }

    // Quotes are right for every atom; leaving them out for plain ones only makes the file pleasant to read. A plain
    // name cannot be a reserved word of Erlang unless it is one of these.
    private static void AppendAtom(StringBuilder text, string name)
    {
        if (IsUsableName(name) && !IsReserved(name))
        {
            text.Append(name);
        }
        else
        {
            AppendQuoted(text, name, '\'');
        }
    }

    private static bool IsReserved(string name) => name is
        "after" or "and" or "andalso" or "band" or "begin" or "bnot" or "bor" or "bsl" or "bsr" or "bxor" or "case" or
        "catch" or "cond" or "div" or "else" or "end" or "fun" or "if" or "let" or "maybe" or "not" or "of" or "or" or
        "orelse" or "receive" or "rem" or "try" or "when" or "xor";

    private static void AppendString(StringBuilder text, string value) => AppendQuoted(text, value, '"');

    private static void AppendQuoted(StringBuilder text, string value, char quote)
    {
        text.Append(quote);
        foreach (var character in value)
        {
            if (character == quote || character == '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (character < ' ' || character == '\x7F')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{{{(int)character:X}}}");
            }
            else
            {
                text.Append(character);
            }
        }

        text.Append(quote);
    }
}
