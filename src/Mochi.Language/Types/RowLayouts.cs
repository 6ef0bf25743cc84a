namespace Mochi.Language.Types;

/// <summary>All row layouts of a module, by field set, in order of first appearance.</summary>
internal sealed class RowLayouts
{
    private readonly Dictionary<string, RowLayout> _bySet = [];
    private readonly List<RowLayout> _used = [];

    /// <summary>The layouts that values of the program have.</summary>
    public IReadOnlyList<RowLayout> Used => _used;

    /// <summary>Fixes the order of a field set when it is the first of its kind; names must differ.</summary>
    public RowLayout Declare(IReadOnlyList<string> names)
    {
        var key = string.Join(",", names.Order(StringComparer.Ordinal));
        if (!_bySet.TryGetValue(key, out var layout)) _bySet.Add(key, layout = new RowLayout([.. names]));
        return layout;
    }

    /// <summary>The layout of a field set that a value or a type of the program has.</summary>
    public RowLayout Use(IReadOnlyList<string> names)
    {
        var layout = Declare(names);
        if (!_used.Contains(layout)) _used.Add(layout);
        return layout;
    }
}
