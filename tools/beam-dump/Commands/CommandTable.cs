using Mochi.BeamDump.Assembling;
using Mochi.BeamDump.Calls;
using Mochi.BeamDump.Diffing;
using Mochi.BeamDump.Disassembling;
using Mochi.BeamDump.Editing;
using Mochi.BeamDump.Help;
using Mochi.BeamDump.Html;
using Mochi.BeamDump.Linking;
using Mochi.BeamDump.Sizes;
using Mochi.BeamDump.Verifying;
using Mochi.BeamDump.Views;

namespace Mochi.BeamDump.Commands;

/// <summary>The commands by the names that the command line gives them.</summary>
internal static class CommandTable
{
    /// <summary>The name of the command that is meant when none is named.</summary>
    public const string Default = "info";

    /// <summary>The names, in the order of the overview.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "info",
        "chunks",
        "dump",
        "atoms",
        "imports",
        "exports",
        "locals",
        "funs",
        "literals",
        "strings",
        "lines",
        "types",
        "attrs",
        "docs",
        "disasm",
        "asm",
        "asmify",
        "where",
        "callgraph",
        "html",
        "verify",
        "diff",
        "round-trip",
        "size",
        "link",
        "strip",
        "normalize",
        "rename",
        "opcode",
        "completions",
        "help",
        "man",
    ];

    /// <summary>Every command.</summary>
    public static IEnumerable<Command> All => Names.Select(name => Find(name)!);

    /// <summary>The command of this name; <see langword="null"/> when there is none.</summary>
    public static Command? Find(string name) => name == Default ? new InfoView() : FindOther(name);

    // Apart from the default one, because the types of all commands are loaded for it.
    private static Command? FindOther(string name) => name switch
    {
        "chunks" => new ChunksView(),
        "dump" => new DumpView(),
        "atoms" => new AtomsView(),
        "imports" => new ImportsView(),
        "exports" => new FunctionsView(areExported: true),
        "locals" => new FunctionsView(areExported: false),
        "funs" => new LambdasView(),
        "literals" => new LiteralsView(),
        "strings" => new StringsView(),
        "lines" => new LinesView(),
        "types" => new TypesView(),
        "attrs" => new AttributesView(),
        "docs" => new DocsView(),
        "disasm" => new DisassemblyCommand(),
        "asm" => new AssembleCommand(),
        "asmify" => new AsmifyView(),
        "where" => new WhereCommand(),
        "callgraph" => new CallGraphCommand(),
        "html" => new HtmlCommand(),
        "verify" => new VerifyCommand(),
        "diff" => new DiffCommand(),
        "round-trip" => new RoundTripView(),
        "size" => new SizeCommand(),
        "link" => new LinkCommand(),
        "strip" => new StripCommand(),
        "normalize" => new NormalizeCommand(),
        "rename" => new RenameCommand(),
        "opcode" => new OpcodeCommand(),
        "completions" => new CompletionsCommand(),
        "help" => new HelpCommand(),
        "man" => new ManCommand(),
        _ => null,
    };
}
