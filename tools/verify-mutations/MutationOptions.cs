using System.Globalization;
using Mochi.VerifyMutations.Mutation;

namespace Mochi.VerifyMutations;

/// <summary>What the command line asks for.</summary>
internal sealed record MutationOptions
{
    public int Count { get; private set; } = 100_000;

    public ulong Seed { get; private set; } = 1;

    public IReadOnlyList<MutationWay> Ways { get; private set; } = MutationWays.All;

    public IReadOnlyList<int> Releases { get; private set; } = [27, 29];

    /// <summary>Of so many mutants that both the verifier and OTP's validator reject, one is run.</summary>
    public int RunRejected { get; private set; } = 10;

    /// <summary>How many mutants of each release are judged at once; mostly, they wait for machines.</summary>
    public int Judges { get; private set; } = 3;

    /// <summary>Only a few modules are broken.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Where the page goes.</summary>
    public string? Report { get; private set; }

    /// <summary>A list of an earlier run with the same options, from which the page is made without another run.</summary>
    public string? From { get; private set; }

    /// <summary>Where one line about each mutant goes.</summary>
    public string? List { get; private set; }

    /// <summary>The numbers of mutants to show.</summary>
    public IReadOnlyList<long> Reproduce { get; private set; } = [];

    public static MutationOptions Parse(string[] arguments)
    {
        var options = new MutationOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--short")
            {
                options.IsShort = true;
            }
            else if (index + 1 == arguments.Length)
            {
                throw new FormatException($"{arguments[index]} needs a value");
            }
            else
            {
                options.Set(arguments[index], arguments[++index]);
            }
        }

        return options;
    }

    /// <summary>The command line that makes the same mutants and the page about them.</summary>
    public string Command => "dotnet run -c Release --project tools/verify-mutations --"
        + string.Create(CultureInfo.InvariantCulture, $" --count {Count} --seed {Seed} --run-rejected {RunRejected}")
        + (Ways.Count == MutationWays.All.Length ? "" : $" --way {string.Join(',', Ways.Select(way => way.Name))}")
        + (Releases.Count == 2 ? "" : $" --release {Releases[0]}")
        + (IsShort ? " --short" : "") + " --report docs/verifier-mutations.md";

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--count":
                Count = (int)Number(name, value, int.MaxValue);
                break;
            case "--seed":
                Seed = (ulong)Number(name, value, long.MaxValue);
                break;
            case "--way":
                Ways = [.. MutationWays.All.Where(way => value.Split(',').Contains(way.Name))];
                if (Ways.Count != value.Split(',').Length)
                {
                    throw new FormatException($"there are no such ways: {value}");
                }

                break;
            case "--release" when value is "27" or "29":
                Releases = [value == "27" ? 27 : 29];
                break;
            case "--run-rejected":
                RunRejected = (int)Math.Max(1, Number(name, value, int.MaxValue));
                break;
            case "--judges":
                Judges = (int)Math.Clamp(Number(name, value, int.MaxValue), 1, 64);
                break;
            case "--report":
                Report = value;
                break;
            case "--from":
                From = value;
                break;
            case "--list":
                List = value;
                break;
            case "--reproduce":
                Reproduce = [.. value.Split(',').Select(number => Number(name, number, long.MaxValue))];
                break;
            default:
                throw new FormatException($"{name} {value} is not understood");
        }
    }

    private static long Number(string name, string value, long maximum) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum
            ? number
            : throw new FormatException($"{name} needs a number, not {value}");
}
