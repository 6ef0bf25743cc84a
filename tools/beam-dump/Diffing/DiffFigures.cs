using Mochi.BeamFile.Comparison;

namespace Mochi.BeamDump.Diffing;

/// <summary>How many modules came out how.</summary>
internal sealed class DiffFigures
{
    private readonly int[] _classes = new int[(int)ComparisonClass.Changed + 1];

    /// <summary>How many are only on the right.</summary>
    public int Added { get; set; }

    /// <summary>How many are only on the left.</summary>
    public int Removed { get; set; }

    /// <summary>How many there are.</summary>
    public int Modules => Added + Removed + _classes.Sum();

    /// <summary>Whether all are the same.</summary>
    public bool IsSame => Modules == Of(ComparisonClass.Identical);

    /// <summary>How many are of this class.</summary>
    public int Of(ComparisonClass @class) => _classes[(int)@class];

    /// <summary>Counts a pair.</summary>
    public void Add(ComparisonClass @class) => _classes[(int)@class]++;
}
