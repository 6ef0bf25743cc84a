using System.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamDump.Commands;
using Mochi.BeamDump.Disassembling;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Assembling;

/// <summary>Makes a <c>.beam</c> file of assembly text.</summary>
internal sealed class AssembleCommand : Command
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <inheritdoc/>
    public override string Name => "asm";

    /// <inheritdoc/>
    public override string Summary => "make a .beam file of assembly text, OTP's or our own";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override string Operands => "FILE.S|FILE.basm|-";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--syntax", "NAME", "s: the text of erlc -S, basm: that of disasm --syntax basm", ["s", "basm"]),
        new("--release", "N", "of a text of erlc -S: the OTP release whose form the file has", ["25", "26", "27", "28", "29"]),
        new("--no-verify", null, "write code even if it is not safe to run"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        """
        Without --syntax the end of the file's name tells it. Without --release the file has the form of OTP 27, which 27 and
        later load, or that of 29 when the text has native records. Nothing is optimised. Code that can take the virtual
        machine down is an error; 'beam-dump verify' tells more about it, once it was written with --no-verify.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "asm hello.basm -o hello.beam",
        "asm --release 29 hello.S -o hello.beam",
        "disasm --syntax basm hello.beam | sed s/hello/hallo/ | beam-dump asm --syntax basm - -o hallo.beam",
    ];

    /// <inheritdoc/>
    public override string Fine => "the file was written";

    /// <inheritdoc/>
    public override string Problem => "the text has errors, or a file cannot be read or written; stderr says which";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands is not [var path])
        {
            throw new UsageException(
                invocation.Operands.Count == 0 ? "no FILE to assemble" : "only one FILE is assembled at a time",
                $"for example: beam-dump {Examples[0]}");
        }

        var syntax = SyntaxOf(path, invocation);
        var name = InputFile.DisplayName(path);
        if (syntax == DisassemblySyntax.Basm && invocation.Has("--release"))
        {
            throw new UsageException("a text in basm names the form of its file itself", "change its line 'format', or leave out --release");
        }

        if (path != InputFile.StandardInput && invocation.Output is { } output && IsSameFile(path, output))
        {
            throw new UsageException($"the output would replace {name}", "give another file with -o");
        }

        var content = InputFile.Read(path);
        context.AddSource(name, content);
        var read = AssemblySyntaxes.Read(Decode(content, name), syntax, name);
        foreach (var diagnostic in read.Diagnostics)
        {
            context.Report(diagnostic);
        }

        if (read.Module is not { } module)
        {
            return ExitStatus.Problems;
        }

        if (syntax == DisassemblySyntax.Otp)
        {
            module = module with { Format = FormOf(invocation, module) };
        }

        if (!invocation.Has("--no-verify") && !IsSafe(context, name, module, read.Places))
        {
            return ExitStatus.Problems;
        }

        var file = InputSources.Guard<byte[]>(context, name, () => BeamModuleWriter.Write(module));
        if (file is null)
        {
            return ExitStatus.Problems;
        }

        context.WriteResult(invocation.Output, file, isBinary: true);
        return ExitStatus.Fine;
    }

    // What is not proven is no error: text may come from a compiler that knew more.
    private static bool IsSafe(CommandContext context, string name, BeamModule module, AssemblyPlaces places)
    {
        var result = ModuleVerifier.Verify(module);
        foreach (var finding in result.Findings)
        {
            if (finding.Severity == DiagnosticSeverity.Error)
            {
                var place = places.Of(finding.FunctionIndex, finding.InstructionIndex);
                context.Report(new Diagnostic(
                    finding.Rule.Code, finding.Severity, finding.Message, place with { File = place.File ?? name }, finding.Hint));
            }
        }

        return result.IsAccepted;
    }

    private static DisassemblySyntax SyntaxOf(string path, Invocation invocation) => invocation.Value("--syntax") switch
    {
        "s" => DisassemblySyntax.Otp,
        "basm" => DisassemblySyntax.Basm,
        _ when path.EndsWith(".S", StringComparison.Ordinal) => DisassemblySyntax.Otp,
        _ when path.EndsWith(".basm", StringComparison.Ordinal) => DisassemblySyntax.Basm,
        _ => throw new UsageException(
            $"the name {InputFile.DisplayName(path)} does not tell in which syntax the text is", "give --syntax s or --syntax basm"),
    };

    private static BeamFormat FormOf(Invocation invocation, BeamModule module) => invocation.Value("--release") switch
    {
        "25" => BeamFormat.Of(OtpRelease.Otp25),
        "26" => BeamFormat.Of(OtpRelease.Otp26),
        "27" => BeamFormat.Otp27,
        "28" => BeamFormat.Of(OtpRelease.Otp28),
        "29" => BeamFormat.Otp29,
        _ => module.Records.IsDefaultOrEmpty ? BeamFormat.Otp27 : BeamFormat.Otp29,
    };

    private static bool IsSameFile(string left, string right) =>
        File.Exists(right) && Path.GetFullPath(left) == Path.GetFullPath(right);

    private static string Decode(byte[] content, string name)
    {
        var bytes = content.AsSpan();
        bytes = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        var rest = bytes;
        var line = 1;
        var column = 1;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var size) != System.Buffers.OperationStatus.Done)
            {
                throw new DiagnosticException(new Diagnostic(
                    "MC063", DiagnosticSeverity.Error, $"the text is not UTF-8: byte 0x{rest[0]:X2} starts no character",
                    new DiagnosticPlace(name, line, column, 1), "save the file as UTF-8"));
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            rest = rest[size..];
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
