using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Help;

/// <summary>Writes what a shell needs to complete command lines.</summary>
internal sealed class CompletionsCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "completions";

    /// <inheritdoc/>
    public override string Summary => "completions for bash, zsh or fish";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Reference;

    /// <inheritdoc/>
    public override string Operands => "bash|zsh|fish";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["completions bash > ~/.local/share/bash-completion/completions/beam-dump", "completions fish | source"];

    /// <inheritdoc/>
    public override string Fine => "they were written";

    /// <inheritdoc/>
    public override string Problem => "they could not be written";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        var script = invocation.Operands switch
        {
            ["bash"] => Bash(),
            ["zsh"] => Zsh(),
            ["fish"] => Fish(),
            [] => throw new UsageException("which shell?", "beam-dump completions bash, zsh or fish"),
            [var other, ..] => throw new UsageException($"no completions for '{other}'", "there are those of bash, zsh and fish"),
        };
        context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(script));
        return ExitStatus.Fine;
    }

    private static string Bash()
    {
        var text = new StringBuilder(
            """
            # bash completion for beam-dump; made by 'beam-dump completions bash'.
            _beam_dump() {
                local word=${COMP_WORDS[COMP_CWORD]} command=info part
                for part in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    if [[ $part != -* ]]; then command=$part; break; fi
                done
                local options=
                case $command in

            """);
        foreach (var command in CommandTable.All)
        {
            text.Append("        ").Append(command.Name).Append(") options='").AppendJoin(' ', OptionNames(command)).Append("' ;;\n");
        }

        text.Append("        *) options='").AppendJoin(' ', OptionNames(CommandTable.Find(CommandTable.Default)!)).Append("' ;;\n");
        text.Append("    esac\n    local names=\n    if [[ $COMP_CWORD -eq 1 ]]; then names='");
        text.AppendJoin(' ', CommandTable.Names);
        text.Append(
            """
            '; fi
                if [[ $word == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
                else
                    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word"; compgen -f -- "$word")
                fi
            }
            complete -o filenames -F _beam_dump beam-dump

            """);
        return text.ToString();
    }

    private static string Zsh()
    {
        var text = new StringBuilder("#compdef beam-dump\n# Made by 'beam-dump completions zsh'.\n_beam_dump() {\n");
        text.Append("    local -a commands options\n    commands=(\n");
        foreach (var command in CommandTable.All)
        {
            text.Append($"        '{command.Name}:{Quoted(command.Summary)}'\n");
        }

        text.Append("    )\n    case ${words[2]} in\n");
        foreach (var command in CommandTable.All)
        {
            text.Append("        ").Append(command.Name).Append(") options=(").AppendJoin(' ', OptionNames(command)).Append(") ;;\n");
        }

        text.Append("        *) options=(").AppendJoin(' ', OptionNames(CommandTable.Find(CommandTable.Default)!));
        text.Append(") ;;\n    esac\n");
        text.Append("    if (( CURRENT == 2 )); then _describe command commands; fi\n");
        text.Append("    if [[ $PREFIX == -* ]]; then compadd -- $options; else _files; fi\n}\n_beam_dump \"$@\"\n");
        return text.ToString();
    }

    private static string Fish()
    {
        var text = new StringBuilder("# fish completion for beam-dump; made by 'beam-dump completions fish'.\n");
        foreach (var command in CommandTable.All)
        {
            text.Append($"complete -c beam-dump -n __fish_use_subcommand -a {command.Name} -d '{Quoted(command.Summary)}'\n");
            foreach (var option in command.Options)
            {
                text.Append($"complete -c beam-dump -n '__fish_seen_subcommand_from {command.Name}' -l {option.Name[2..]}");
                text.Append(option.ValueName is null ? "" : " -r").Append($" -d '{Quoted(option.Summary)}'\n");
            }
        }

        foreach (var option in HelpPage.CommonOptions)
        {
            text.Append("complete -c beam-dump");
            foreach (var name in option.Name.Split(", "))
            {
                text.Append(name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
            }

            text.Append(option.ValueName is null ? "" : " -r").Append($" -d '{Quoted(option.Summary)}'\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Select(option => option.Name)
            .Concat(HelpPage.CommonOptions.SelectMany(option => option.Name.Split(", ")));

    private static string Quoted(string text) => text.Replace("'", "", StringComparison.Ordinal);
}
