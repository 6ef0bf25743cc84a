using Mochi.CommandLine;
using Mochi.Otp.Applications;
using Mochi.Tool.Compilation;
using Mochi.Tool.Erlang;

namespace Mochi.Tool.Commands;

/// <summary><c>mochi run</c>.</summary>
internal static class RunCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        var verifies = true;
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            if (reader.Option is null)
            {
                return Run(context, reader.Text, reader.Rest(), verifies);
            }

            if (reader.Option == "--no-verify")
            {
                reader.Flag();
                verifies = false;
                continue;
            }

            if (!context.Options.TryTake(reader))
            {
                throw reader.Unknown(["--no-verify", .. CommonOptions.Names]);
            }

            if (context.Options.Help)
            {
                return HelpCommand.Run(context, ["run"]);
            }
        }

        throw new UsageException("no FILE to run", "for example: mochi run hello.mochi");
    }

    private static int Run(CommandContext context, string file, string[] arguments, bool verifies)
    {
        var program = ProgramCompiler.CompileAndReport(context, file);
        if (program.Ir is not { } ir)
        {
            return ExitStatus.Problems;
        }

        if (ProgramCompiler.Package(context, program, ir, verifies) is not { } applications)
        {
            return ExitStatus.Defect;
        }

        var erlang = ErlangLocator.Find();
        context.Trace($"runs on {erlang.Program}{(erlang.Release is { } release ? $" (OTP {release})" : "")}");
        Interruption.CleanUpOutputs();
        using var folder = new PrivateFolder();
        var packaged = Path.Combine(folder.Root, "program");
        ApplicationDirectory.Write(packaged, applications);
        Interruption.Stop();
        return ErlangProcess.Run(erlang, packaged, program.Name.ModuleName, arguments);
    }
}
