using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Disassembling;

/// <summary>The code.</summary>
internal sealed class DisassemblyCommand : ViewCommand
{
    private readonly List<FunctionPattern> _patterns = [];
    private DisassemblySyntax _syntax;
    private bool _useColor;
    private Diagnostic? _problem;

    /// <inheritdoc/>
    public override string Name => "disasm";

    /// <inheritdoc/>
    public override string Summary => "the code, with names instead of numbers";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--function", "GLOB", "only functions like it: map/2, 'map/*', 'handle_*', '-*-fun-*'"),
        new("--syntax", "NAME", "s: as erlc -S writes it; basm: text that 'asm' makes the same file of", ["readable", "s", "basm"]),
        new("--source", null, "put the lines of the source into the code, if it can be found"),
        new("--source-path", "DIR", "look for sources here first"),
        new("--raw", null, "offset and bytes of each instruction, operands as they are in the file"),
        new("--round-trip", null, "assemble the text and compare; without --syntax, basm"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        """
        --function, --source-path may be given more than once. The source is looked for where the compiler found it, beside the
        file, and in ../src. The text of --syntax s does not tell all of a file: --round-trip takes the rest from the file.
        """;

    /// <inheritdoc/>
    public override string Json =>
        """
        "functions": [{"function", "arity", "exported", "label", "instructions": [{"op", "text"}]}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "disasm hello.beam | less",
        "disasm --source --function 'parse/*' hello.beam",
        "disasm --syntax basm -o hello.basm hello.beam",
        "mochi build hello.mochi --emit=beam | beam-dump disasm -",
    ];

    /// <inheritdoc/>
    public override string Fine => "every file was read; with --round-trip, and came out the same";

    /// <inheritdoc/>
    protected override bool HasHeading => IsRoundTrip || _syntax == DisassemblySyntax.Readable;

    private bool IsRoundTrip => Invocation.Has("--round-trip");

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        _syntax = invocation.Value("--syntax") switch
        {
            "s" => DisassemblySyntax.Otp,
            "basm" => DisassemblySyntax.Basm,
            null when invocation.Has("--round-trip") => DisassemblySyntax.Basm,
            _ => DisassemblySyntax.Readable,
        };
        foreach (var pattern in invocation.Values("--function"))
        {
            _patterns.Add(FunctionPattern.Parse(pattern));
        }

        Check(invocation);
        _useColor = context.Options.UseColor(invocation.Output is null && StandardStream.IsTerminal(StandardStream.Output));
        return base.Run(context, invocation);
    }

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        _problem = null;
        if (IsRoundTrip)
        {
            _problem = AssemblyRoundTrip.Check(text, input, Module(input), _syntax);
            return;
        }

        if (HasNothingToSay(input))
        {
            return;
        }

        if (Invocation.Has("--raw"))
        {
            Append(text, RawCode.Write(input, Shows, isWhole: _patterns.Count == 0));
            return;
        }

        var module = Module(input);
        var options = new ListingOptions
        {
            IsShown = _patterns.Count == 0 ? null : function => Shows(module.Name, function),
            Comments = Invocation.Has("--source") || Invocation.Has("--source-path")
                ? new SourceLines(input.Name, module, Invocation.Values("--source-path")).Before : null,
        };
        var listing = AssemblySyntaxes.Write(module, _syntax, options);
        if (_syntax == DisassemblySyntax.Readable)
        {
            // The first line, the module's name, stands above already.
            listing = listing[(listing.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        }

        Append(text, listing);
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var module = Module(input);
        var instructions = new InstructionText(ModuleListing.EntryNames(module));
        json.WriteStartArray("functions");
        foreach (var function in module.Functions)
        {
            if (!Shows(module.Name, function))
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("function", function.Name);
            json.WriteNumber("arity", function.Arity);
            json.WriteBoolean("exported", module.Exports.Contains(
                new FunctionEntry(function.Name, function.Arity, function.EntryLabel)));
            json.WriteNumber("label", function.EntryLabel);
            json.WriteStartArray("instructions");
            foreach (var instruction in function.Instructions)
            {
                json.WriteStartObject();
                json.WriteString("op", OpcodeTable.TryGet(instruction.Opcode)!.Name);
                json.WriteString("text", instructions.Format(instruction));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override bool HasNothingToSay(BeamInput input)
    {
        if (_patterns.Count == 0)
        {
            return false;
        }

        foreach (var function in input.Chunks.Code.Functions)
        {
            if (Shows(input.Chunks.ModuleName, function))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override Diagnostic? ProblemOf(BeamInput input) => HasNothingToSay(input) ? NoFunction(input) : _problem;

    private void Check(Invocation invocation)
    {
        var isRaw = invocation.Has("--raw");
        if (invocation.Format == OutputFormat.Json)
        {
            foreach (var option in (string[])["--syntax", "--source", "--source-path", "--raw", "--round-trip"])
            {
                if (invocation.Has(option))
                {
                    throw new UsageException($"option {option} is for text, not for --format json");
                }
            }
        }

        if (invocation.Has("--round-trip") && (isRaw || _patterns.Count > 0 || _syntax == DisassemblySyntax.Readable))
        {
            throw new UsageException(
                "only a whole text of --syntax s or basm can be assembled again", "leave out --raw, --function and --syntax readable");
        }

        if (isRaw && (invocation.Has("--syntax") || invocation.Has("--source") || invocation.Has("--source-path")))
        {
            throw new UsageException("--raw has a form of its own, without sources", "leave out --syntax, --source and --source-path");
        }
    }

    private bool Shows(string module, CodeFunction function) => Shows(new Mfa(module, function.Name, function.Arity));

    private bool Shows(Mfa function)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(function))
            {
                return true;
            }
        }

        return _patterns.Count == 0;
    }

    private void Append(StringBuilder text, string listing) =>
        text.Append(_useColor ? ListingColors.Apply(listing) : listing);

    private Diagnostic NoFunction(BeamInput input) => new(
        "MC060",
        DiagnosticSeverity.Error,
        $"no function is like {string.Join(" or ", _patterns)}",
        new DiagnosticPlace(input.Name),
        "'beam-dump exports' and 'beam-dump locals' list the functions; quote a * for the shell");

    private static BeamModule Module(BeamInput input) =>
        BeamModuleReader.Read(input.Content, new BeamReaderOptions { FileName = input.Name }).Require();
}
