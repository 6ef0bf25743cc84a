using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Tool.Compilation;

namespace Mochi.Tool.Commands;

/// <summary><c>mochi check</c>.</summary>
internal static class CheckCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        var files = new List<string>();
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            if (reader.Option is null)
            {
                files.Add(reader.Text);
            }
            else if (!context.Options.TryTake(reader))
            {
                throw reader.Unknown(CommonOptions.Names);
            }
        }

        if (context.Options.Help)
        {
            return HelpCommand.Run(context, ["check"]);
        }

        if (files.Count == 0)
        {
            throw new UsageException("no FILE to check", "for example: mochi check hello.mochi");
        }

        foreach (var file in files)
        {
            try
            {
                ProgramCompiler.CompileAndReport(context, file);
            }
            catch (DiagnosticException exception)
            {
                context.Report(exception.Diagnostic);
            }
        }

        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
    }
}
