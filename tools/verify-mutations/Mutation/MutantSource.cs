using Mochi.VerifyMutations.Subjects;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Makes mutants by number.</summary>
internal sealed class MutantSource
{
    private const int Trials = 2;

    private readonly ulong _seed;
    private readonly IReadOnlyList<(MutationWay Way, List<(Subject Subject, int Function)> Places)> _ways;
    private readonly HashSet<ulong> _made = [];

    public MutantSource(IReadOnlyList<Subject> subjects, IEnumerable<MutationWay> ways, ulong seed)
    {
        _seed = seed;
        _ways = [.. ways.Select(way => (way, Places(way, subjects))).Where(pair => pair.Item2.Count > 0)];
    }

    /// <summary>How many ways there is anything for.</summary>
    public int WayCount => _ways.Count;

    /// <summary>Makes a mutant.</summary>
    /// <returns>It; <see langword="null"/> when there is none of this number.</returns>
    public Mutant? Make(long number)
    {
        var random = new MutationRandom(_seed, number);
        var (way, places) = _ways[(int)(number % _ways.Count)];
        var (subject, function) = random.Of(places);
        var edit = new FunctionEdit(subject.Module, function, random);
        return way.Apply(edit) && (edit.ModuleChange is not null || !edit.Code.SequenceEqual(edit.Function.Instructions))
            ? new Mutant(number, way, subject, function, edit.ToModule())
            : null;
    }

    /// <summary>Whether no mutant was the same before.</summary>
    public bool IsNew(Mutant mutant)
    {
        var hash = 14695981039346656037UL;
        Add(ref hash, $"{mutant.Subject.Key} {mutant.Function}");
        foreach (var instruction in mutant.Module.Functions[mutant.Function].Instructions)
        {
            Add(ref hash, instruction.ToString());
        }

        foreach (var export in mutant.Module.Exports)
        {
            Add(ref hash, export.ToString());
        }

        return _made.Add(hash + (ulong)mutant.Module.Functions.Length);
    }

    private static void Add(ref ulong hash, string text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }
    }

    private static List<(Subject Subject, int Function)> Places(MutationWay way, IReadOnlyList<Subject> subjects)
    {
        var places = new List<(Subject, int)>();
        foreach (var subject in subjects)
        {
            foreach (var function in subject.Functions)
            {
                for (var trial = 0; trial < Trials; trial++)
                {
                    if (way.Apply(new FunctionEdit(subject.Module, function, new MutationRandom(1, trial))))
                    {
                        places.Add((subject, function));
                        break;
                    }
                }
            }
        }

        return places;
    }
}
