using Mochi.BeamFile.Diagnostics;

namespace Mochi.CommandLine;

/// <summary>Runs a command so that whatever goes wrong ends as one diagnostic and an exit status.</summary>
internal static class CommandHost
{
    /// <summary>
    /// The stack of a thread that reads inputs: deeply nested programs and terms are walked recursively, and only what is touched
    /// takes memory.
    /// </summary>
    public const int StackSize = 256 * 1024 * 1024;

    /// <summary>Runs <paramref name="body"/>.</summary>
    /// <param name="program">The command's name as the user types it.</param>
    /// <param name="body">The command; it returns the exit status.</param>
    public static int Run(string program, Func<CommandContext, int> body)
    {
        var context = new CommandContext(program);
        var status = ExitStatus.Defect;
        var thread = new Thread(() => status = RunGuarded(context, body), StackSize);
        thread.Start();
        thread.Join();
        return status;
    }

    private static int RunGuarded(CommandContext context, Func<CommandContext, int> body)
    {
        try
        {
            return body(context);
        }
        catch (ClosedPipeException)
        {
            return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
        }
        catch (UsageException exception)
        {
            context.Report(exception.Diagnostic);
            context.WriteError($"Try '{context.Program} --help'.\n");
            return ExitStatus.WrongUsage;
        }
        catch (DiagnosticException exception)
        {
            context.Report(exception.Diagnostic);
            return ExitStatus.Problems;
        }
        catch (DefectException exception)
        {
            context.Report(exception.Diagnostic);
            return ExitStatus.Defect;
        }
#pragma warning disable CA1031 // The last line of defence against a stack trace on somebody's screen.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(new Diagnostic(
                "MC900",
                DiagnosticSeverity.Error,
                $"this is a defect of {context.Program}: {exception.GetType().Name}",
                DiagnosticPlace.None,
                "please report it with the input at hand; --verbose shows where it happened"));
            context.Trace(exception.ToString());
            return ExitStatus.Defect;
        }
        finally
        {
            context.EndProgress();
        }
    }
}
