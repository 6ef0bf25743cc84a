using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Reads the assembly text of OTP's compiler (<c>erlc -S</c>) of any release from 25 on. Nothing is optimised or checked: the
/// instructions of the text are the instructions of the module.
/// </summary>
public static class AssemblyReader
{
    /// <summary>Reads a module.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the file that the text comes from, for diagnostics.</param>
    /// <returns>
    /// The module, or what is wrong: BA110 for text that is no Erlang term, BA111 for a term that does not belong into assembly
    /// text or in this place, BA112 for an unknown instruction, BA113 for operands that do not fit it, BA114 for a function
    /// that is not there.
    /// </returns>
    public static AssemblyReadResult Read(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var diagnostics = new TextDiagnostics(text, file);
        var forms = ReadForms(text, diagnostics);
        var places = new AssemblyPlaces(diagnostics);
        BeamModule? module = new AssemblyModuleReader(forms, diagnostics, places).Read();
        var found = diagnostics.ToImmutable();
        return new AssemblyReadResult(found.IsEmpty ? module : null, found, places);
    }

    private static ImmutableArray<(Term Term, int Start)> ReadForms(string text, TextDiagnostics diagnostics)
    {
        var forms = ImmutableArray.CreateBuilder<(Term, int)>();
        var reader = new TermReader(text);
        while (!diagnostics.IsFull)
        {
            try
            {
                if (!reader.TryRead(out var term, out var start))
                {
                    break;
                }

                forms.Add((term, start));
            }
            catch (DiagnosticException failure)
            {
                var (_, _, message, _, hint) = failure.Diagnostic;
                diagnostics.Error("BA110", message, reader.Position, reader.Position + 1, hint);
                reader.SkipForm();
            }
        }

        return forms.ToImmutable();
    }
}
