using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.AssemblyCorpus;

/// <summary>Counts modules and the chunks that differ.</summary>
internal sealed class ChunkReport(int release, string name, bool isListing)
{
    private static readonly string[] Chunks =
        ["AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Meta", "Recs", "LocT", "Attr", "CInf", "Line", "Type"];

    // What follows from other inputs than the text: 'erlc x.S' says in CInf where x.S was, and knows no Meta.
    private static readonly string[] Expected = ["CInf", "Meta"];

    private readonly SortedDictionary<string, int> _differing = new(StringComparer.Ordinal);
    private int _modules;
    private int _refused;
    private int _bad;

    /// <summary>Notes a module for which there is nothing to compare.</summary>
    public void Refused(string file, string reason)
    {
        _modules++;
        _refused++;
        Detail(file, "refused: " + string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Compares the chunks of two files.</summary>
    public void Compare(string file, byte[] expected, byte[] actual)
    {
        _modules++;
        var (left, right) = (BeamContainer.Read(expected), BeamContainer.Read(actual));
        var isBad = false;
        foreach (var id in Chunks)
        {
            if (!Data(left, id).Span.SequenceEqual(Data(right, id).Span))
            {
                _differing[id] = _differing.GetValueOrDefault(id) + 1;
                if (Array.IndexOf(Expected, id) < 0 && !IsConsequence(id, Data(left, id), Data(right, id)))
                {
                    isBad = true;
                    Detail(file, id);
                }
            }
        }

        _bad += isBad ? 1 : 0;
    }

    /// <summary>Compares two files byte by byte.</summary>
    public void CompareFile(string file, byte[] expected, byte[] actual)
    {
        var bad = _bad;
        Compare(file, expected, actual);
        if (bad == _bad && !expected.AsSpan().SequenceEqual(actual))
        {
            _bad++;
            _differing["the file"] = _differing.GetValueOrDefault("the file") + 1;
            Detail(file, "the file");
        }
    }

    /// <summary>Prints the counts.</summary>
    /// <returns>How many modules were refused or differ in more than is to be expected.</returns>
    public int Print()
    {
        var counts = _differing.Count == 0 ? "none" : string.Join(", ", _differing.Select(pair => $"{pair.Key} {pair.Value}"));
        Console.WriteLine(
            $"OTP {release} {name,-10} {_modules} modules, {_modules - _refused - _bad} equal, {_refused} refused; chunks that differ: {counts}");
        return _refused + _bad;
    }

    /// <summary>
    /// Whether a chunk differs only in what follows from the MD5, which counts Meta in: the vsn in Attr and OldUniq in FunT.
    /// </summary>
    private static bool IsConsequence(string id, ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        if (left.Length != right.Length && id == "FunT")
        {
            return false;
        }

        switch (id)
        {
            case "FunT":
                for (var index = 0; index < left.Length; index++)
                {
                    // Behind the count come entries of 24 bytes, OldUniq last.
                    if ((index < 4 || (index - 4) % 24 < 20) && left.Span[index] != right.Span[index])
                    {
                        return false;
                    }
                }

                return true;
            case "Attr":
                return WithoutVersion(left).Equals(WithoutVersion(right));
            default:
                return false;
        }
    }

    private static Term WithoutVersion(ReadOnlyMemory<byte> attributes) =>
        ExternalTermFormat.Decode(attributes) is ListTerm list
            ? Term.List([.. list.Elements.Where(item => item is not TupleTerm { Elements: [AtomTerm { Name: "vsn" }, ..] })])
            : Term.Nil;

    private void Detail(string file, string text)
    {
        if (isListing)
        {
            Console.WriteLine($"  {Path.GetFileNameWithoutExtension(file)}: {text}");
        }
    }

    private static ReadOnlyMemory<byte> Data(BeamContainer container, string id) => container.Find(id)?.Data ?? default;
}
