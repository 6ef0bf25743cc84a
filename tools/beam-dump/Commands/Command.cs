using Mochi.CommandLine;

namespace Mochi.BeamDump.Commands;

/// <summary>
/// A command of <c>beam-dump</c>. It describes itself: the help, the manual pages and the completions are made from
/// these properties and from nothing else.
/// </summary>
internal abstract class Command
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows or does, in a few words without a capital.</summary>
    public abstract string Summary { get; }

    /// <summary>Where the overview lists it.</summary>
    public abstract CommandTopic Topic { get; }

    /// <summary>Its operands, as the usage line has them.</summary>
    public virtual string Operands => "FILE...";

    /// <summary>Whether its operands are files, folders, archives or modules.</summary>
    public virtual bool ReadsInputs => false;

    /// <summary>Its own options.</summary>
    public virtual IReadOnlyList<CommandOption> Options => [];

    /// <summary>More about it: paragraphs with lines of at most 100 characters; empty for nothing more.</summary>
    public virtual string Description => "";

    /// <summary>What <c>--format json</c> gives; empty when there is no such form.</summary>
    public virtual string Json => "";

    /// <summary>Whether there is <c>--format csv</c>.</summary>
    public virtual bool HasCsv => false;

    /// <summary>Whether there is <c>--format dot</c>.</summary>
    public virtual bool HasDot => false;

    /// <summary>Command lines that show what it is for, without the program's name.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What exit status 0 means.</summary>
    public virtual string Fine => "every file was read";

    /// <summary>What exit status 1 means.</summary>
    public virtual string Problem => "a file has a problem; stderr says which";

    /// <summary>What exit status 2 means.</summary>
    public virtual string Trouble => "the command line makes no sense";

    /// <summary>Does it.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public abstract int Run(CommandContext context, Invocation invocation);
}
