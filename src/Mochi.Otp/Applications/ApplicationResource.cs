using System.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

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
        text.Append(TermPrinter.Atom(description.Name));
        text.Append(",\n [{description, ");
        text.Append(TermPrinter.Quote(description.Description, '\"'));
        text.Append("},\n  {vsn, ");
        text.Append(TermPrinter.Quote(description.Version, '\"'));
        text.Append("},\n  {modules, ");
        AppendAtoms(text, modules);
        text.Append("},\n  {registered, ");
        AppendAtoms(text, description.Registered);
        text.Append("},\n  {applications, ");
        AppendAtoms(text, description.Applications);
        if (description.StartModule is { } start)
        {
            text.Append("},\n  {mod, {");
            text.Append(TermPrinter.Atom(start));
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
            text.Append(TermPrinter.Atom(names[index]));
        }

        text.Append(']');
    }
}
