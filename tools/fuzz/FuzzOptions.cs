using System.Globalization;

namespace Mochi.Fuzz;

/// <summary>What the command line asks for.</summary>
public sealed record FuzzOptions
{
    public ulong Seed { get; private set; } = 1;

    public long First { get; private set; }

    public long Count { get; private set; } = long.MaxValue;

    public double Minutes { get; private set; } = double.PositiveInfinity;

    public string Corpus { get; private set; } = Path.Combine("tools", "fuzz", "seeds");

    public int Largest { get; private set; } = 4096;

    public int Threads { get; private set; } = 1;

    public IReadOnlyList<string> Targets { get; private set; } = [];

    public long Every { get; private set; }

    public string? State { get; private set; }

    public static FuzzOptions Parse(string[] arguments)
    {
        var options = new FuzzOptions();
        for (var index = 0; index < arguments.Length; index += 2)
        {
            if (index + 1 == arguments.Length)
            {
                throw new FuzzException($"{arguments[index]} needs a value");
            }

            options.Set(arguments[index], arguments[index + 1]);
        }

        return options.Count == long.MaxValue && double.IsPositiveInfinity(options.Minutes)
            ? options with { Count = 100_000 }
            : options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--seed":
                Seed = (ulong)Number(name, value);
                break;
            case "--first":
                First = Number(name, value);
                break;
            case "--count":
                Count = Number(name, value);
                break;
            case "--minutes":
                Minutes = Number(name, value);
                break;
            case "--corpus":
                Corpus = value;
                break;
            case "--largest":
                Largest = (int)Number(name, value);
                break;
            case "--threads":
                Threads = (int)Math.Clamp(Number(name, value), 1, 64);
                break;
            case "--targets":
                Targets = value.Split(',');
                break;
            case "--every":
                Every = Number(name, value);
                break;
            case "--state":
                State = value;
                break;
            default:
                throw new FuzzException($"{name} {value} is no option");
        }
    }

    private static long Number(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FuzzException($"{name} takes a number, not {value}");
}
