using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Assembling;

/// <summary>The C# source that builds a module.</summary>
internal sealed class AsmifyView : ViewCommand
{
    private bool _hasClass;

    /// <inheritdoc/>
    public override string Name => "asmify";

    /// <inheritdoc/>
    public override string Summary => "the C# code that builds the very same file with Mochi.BeamFile";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override string Operands => "FILE";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--class", "NAME", "the name of the class; without it, the module's name and 'Module'"),
        new("--namespace", "NAME", "the namespace of the class; without it, none"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        """
        The class has a method Write that gives the bytes of the file, and Build that gives the module. Instructions are calls of
        factory methods that take only operands that fit.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["asmify hello.beam -o HelloModule.cs"];

    /// <inheritdoc/>
    public override string Fine => "the file was read";

    /// <inheritdoc/>
    protected override bool HasHeading => false;

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count > 1)
        {
            throw Several();
        }

        Check("--class", invocation.Value("--class"));
        foreach (var part in invocation.Value("--namespace")?.Split('.') ?? [])
        {
            Check("--namespace", part);
        }

        return base.Run(context, invocation);
    }

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        if (_hasClass)
        {
            throw Several();
        }

        _hasClass = true;
        var module = BeamModuleReader.Read(input.Content, new BeamReaderOptions { FileName = input.Name }).Require();
        text.Append(CSharpWriter.Write(module, Invocation.Value("--class"), Invocation.Value("--namespace")));
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input) => throw new NotSupportedException();

    private static UsageException Several() =>
        new("the classes of several files go into several files", "give one FILE at a time");

    private static void Check(string option, string? name)
    {
        if (name is not null && !CSharpWriter.IsName(name))
        {
            throw new UsageException(
                $"'{name}' is no name that {option} takes", "begin with a capital, go on with letters and digits: HelloModule");
        }
    }
}
