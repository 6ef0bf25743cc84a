using Mochi.BeamFile.Diagnostics;

namespace Mochi.CommandLine;

/// <summary>
/// Walks over a command line. <c>--name value</c> and <c>--name=value</c> are the same; <c>--</c> ends the options; a
/// single <c>-</c> is an operand (standard input). Written by hand because a parser library would double the start-up
/// time of a small command.
/// </summary>
internal sealed class ArgumentReader(IReadOnlyList<string> arguments)
{
    private int _next;
    private bool _optionsEnded;
    private string? _attachedValue;

    /// <summary>The current option's name with its dashes; <see langword="null"/> when it is an operand.</summary>
    public string? Option { get; private set; }

    /// <summary>The current operand; the option's name when it is an option.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Steps to the next option or operand.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    /// <exception cref="UsageException">The option before was given a value that it does not take.</exception>
    public bool Next()
    {
        Flag();
        while (_next < arguments.Count)
        {
            var argument = arguments[_next++];
            if (!_optionsEnded && argument == "--")
            {
                _optionsEnded = true;
                continue;
            }

            Read(argument);
            return true;
        }

        return false;
    }

    /// <summary>Takes the current option as one without a value.</summary>
    /// <exception cref="UsageException">It was given one.</exception>
    public void Flag()
    {
        if (_attachedValue is not null)
        {
            throw ValueNotTaken();
        }
    }

    /// <summary>The value of the current option.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string Value()
    {
        var value = _attachedValue;
        _attachedValue = null;
        if (value is null && _next < arguments.Count)
        {
            value = arguments[_next++];
        }

        return string.IsNullOrEmpty(value) ? throw new UsageException($"option {Option} needs a value") : value;
    }

    /// <summary>The value of the current option, which must be one of <paramref name="choices"/>.</summary>
    /// <exception cref="UsageException">It is missing or another.</exception>
    public string Value(params ReadOnlySpan<string> choices)
    {
        var value = Value();
        if (!choices.Contains(value))
        {
            throw new UsageException(
                $"option {Option} cannot be '{value}'", $"it is one of: {string.Join(", ", choices!)}");
        }

        return value;
    }

    /// <summary>Everything that has not been read yet, as it stands.</summary>
    public string[] Rest()
    {
        var rest = new string[arguments.Count - _next];
        for (var index = 0; index < rest.Length; index++)
        {
            rest[index] = arguments[_next + index];
        }

        _next = arguments.Count;
        return rest;
    }

    /// <summary>What to throw when the current option is not one of <paramref name="known"/>.</summary>
    public UsageException Unknown(params ReadOnlySpan<string> known) =>
        new($"unknown option {Option}", NearestName.Hint(Text, [.. known]));

    private UsageException ValueNotTaken() => new($"option {Option} takes no value, but was given '{_attachedValue}'");

    private void Read(string argument)
    {
        Text = argument;
        Option = null;
        if (_optionsEnded || argument.Length < 2 || argument[0] != '-')
        {
            return;
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        Text = Option = equals < 0 ? argument : argument[..equals];
        _attachedValue = equals < 0 ? null : argument[(equals + 1)..];
    }
}
