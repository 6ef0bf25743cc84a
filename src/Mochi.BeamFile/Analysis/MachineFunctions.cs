using System.Globalization;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// The functions that Erlang's virtual machine has without any file: its BIFs, and what the modules that are built into it
/// export. They come from the table <c>machine-functions.tsv</c> in this assembly, which was written down from running
/// machines of OTP 27 and OTP 29 and is compared with them by a test.
/// </summary>
public sealed class MachineFunctions
{
    private const string Resource = "Mochi.BeamFile.Analysis.machine-functions.tsv";

    private readonly HashSet<Mfa> _functions = [];
    private readonly SortedSet<string> _preloaded = new(StringComparer.Ordinal);

    private MachineFunctions(int? release)
    {
        using var stream = typeof(MachineFunctions).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line is ['#', ..])
            {
                continue;
            }

            var fields = line.Split('\t');
            if (release is { } wanted && !fields[4].Contains(wanted.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            {
                continue;
            }

            _functions.Add(new Mfa(fields[0], fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture)));
            if (fields[3] == "built-in")
            {
                _preloaded.Add(fields[0]);
            }
        }
    }

    /// <summary>The functions of every release that is known.</summary>
    public static MachineFunctions All => field ??= new MachineFunctions(null);

    /// <summary>The releases that are known, by their numbers.</summary>
    public static IReadOnlyList<int> Releases { get; } = [27, 29];

    /// <summary>The modules that are built into the machine, in order; they are there even when nobody calls them.</summary>
    public IReadOnlySet<string> Preloaded => _preloaded;

    /// <summary>The number of functions.</summary>
    public int Count => _functions.Count;

    /// <summary>The functions of one release.</summary>
    /// <param name="release">One of <see cref="Releases"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static MachineFunctions Of(int release)
    {
        foreach (var known in Releases)
        {
            if (known == release)
            {
                return new MachineFunctions(release);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(release), release, "the functions of this release are not known");
    }

    /// <summary>Whether the machine has this function.</summary>
    public bool Contains(Mfa function) => _functions.Contains(function);
}
