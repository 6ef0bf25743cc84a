using Mochi.CommandLine;

namespace Mochi.BeamDump.Commands;

/// <summary>What a command was called with.</summary>
internal sealed class Invocation
{
    private readonly Dictionary<string, List<string>> _values = [];

    /// <summary>What is not an option.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>How to write the results (<c>--format</c>).</summary>
    public OutputFormat Format { get; set; }

    /// <summary>Where to (<c>-o</c>); <see langword="null"/> for standard output.</summary>
    public string? Output { get; set; }

    /// <summary>The folders in which modules are looked for by name (<c>--path</c>).</summary>
    public List<string> Path { get; } = [];

    /// <summary>Takes the reader's current option when it is one of a command's own.</summary>
    public bool TryTake(ArgumentReader reader, Command command)
    {
        foreach (var option in command.Options)
        {
            if (option.Name != reader.Option)
            {
                continue;
            }

            if (!_values.TryGetValue(option.Name, out var values))
            {
                _values.Add(option.Name, values = []);
            }

            if (option.ValueName is null)
            {
                reader.Flag();
            }
            else
            {
                values.Add(option.Choices is { } choices ? reader.Value(choices) : reader.Value());
            }

            return true;
        }

        return false;
    }

    /// <summary>Whether an option was given.</summary>
    public bool Has(string option) => _values.ContainsKey(option);

    /// <summary>The value of an option, the last one given; <see langword="null"/> when it was not.</summary>
    public string? Value(string option) => _values.GetValueOrDefault(option) is [.., var last] ? last : null;

    /// <summary>All values of an option, in order.</summary>
    public IReadOnlyList<string> Values(string option) => _values.GetValueOrDefault(option) ?? [];

    /// <summary>The value of an option that takes a number from 0 up.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public int Number(string option, int otherwise)
    {
        if (Value(option) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, System.Globalization.NumberStyles.None, provider: null, out var number)
            ? number
            : throw new UsageException($"option {option} takes a number, not '{text}'");
    }
}
