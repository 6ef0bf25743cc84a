using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Prints modules of the typed IR as <c>.mir</c> text, which <see cref="MirParser"/> reads back as the same module; see
/// <c>docs/mir.md</c>.
/// </summary>
public static class MirPrinter
{
    /// <summary>Prints a module.</summary>
    /// <param name="module">The module; it need not be consistent.</param>
    /// <param name="withPositions">Whether places in the source are printed, as <c>@LINE:COLUMN</c>.</param>
    /// <returns>The text, lines ended by a line feed.</returns>
    /// <exception cref="DiagnosticException">BA207: something is nested too deeply.</exception>
    public static string Print(IrModule module, bool withPositions = true)
    {
        ArgumentNullException.ThrowIfNull(module);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"mir {IrModule.Version}\nmodule {MirSyntax.AtomName(module.Name)}\n");
        if (module.SourceFile is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"source {TermPrinter.Quote(module.SourceFile, '"')}\n");
        }

        foreach (var attribute in module.Attributes)
        {
            var values = string.Join(", ", attribute.Values.Select(value => TermPrinter.Print(value)));
            text.Append(CultureInfo.InvariantCulture, $"attribute {MirSyntax.AtomName(attribute.Name)}({values})\n");
        }

        foreach (var function in module.Functions)
        {
            text.Append('\n');
            new MirFunctionPrinter(text, module.SourceFile, withPositions).Print(function);
        }

        return text.ToString();
    }
}
