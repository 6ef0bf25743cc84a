namespace Mochi.BeamDump.Diffing;

/// <summary>Pairs the modules of two folders or archives.</summary>
internal static class InputPairing
{
    /// <summary>
    /// The pairs, ordered by name: modules of the same path from the operand on, then, as folders of applications have versions in
    /// their names, modules of the same file name where each side has one left.
    /// </summary>
    public static List<InputPair> Of(
        string leftOperand, List<InputSource> left, string rightOperand, List<InputSource> right)
    {
        var ours = Named(leftOperand, left);
        var theirs = Named(rightOperand, right);
        var pairs = new List<InputPair>();
        foreach (var (name, source) in ours.ToArray())
        {
            if (theirs.Remove(name, out var other))
            {
                ours.Remove(name);
                pairs.Add(new InputPair(name, source, other));
            }
        }

        var ourFiles = ByFileName(ours);
        var theirFiles = ByFileName(theirs);
        foreach (var (file, names) in ourFiles)
        {
            if (names.Count == 1 && theirFiles.TryGetValue(file, out var others) && others.Count == 1)
            {
                pairs.Add(new InputPair(names[0], ours[names[0]], theirs[others[0]]));
                ours.Remove(names[0]);
                theirs.Remove(others[0]);
            }
        }

        foreach (var (name, source) in ours)
        {
            pairs.Add(new InputPair(name, source, null));
        }

        foreach (var (name, source) in theirs)
        {
            pairs.Add(new InputPair(name, null, source));
        }

        pairs.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return pairs;
    }

    private static SortedDictionary<string, InputSource> Named(string operand, List<InputSource> sources)
    {
        var named = new SortedDictionary<string, InputSource>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var isBelow = source.Name.StartsWith(operand, StringComparison.Ordinal) && source.Name.Length > operand.Length;
            var name = isBelow ? source.Name[operand.Length..].TrimStart('/', ':') : Path.GetFileName(source.Name);

            // An archive may hold several files of one name; the last one counts, as for whoever unpacks it.
            named[name] = source;
        }

        return named;
    }

    private static SortedDictionary<string, List<string>> ByFileName(SortedDictionary<string, InputSource> sources)
    {
        var files = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in sources.Keys)
        {
            var file = name[(name.LastIndexOf('/') + 1)..];
            if (!files.TryGetValue(file, out var names))
            {
                files.Add(file, names = []);
            }

            names.Add(name);
        }

        return files;
    }
}
