using Mochi.BeamFile.Comparison;

namespace Mochi.BeamDump.Diffing;

/// <summary>What things are called in all outputs of <c>diff</c>.</summary>
internal static class DiffWords
{
    private static readonly (ModuleDifferences Respect, string Name)[] Respects =
    [
        (ModuleDifferences.Code, "code"), (ModuleDifferences.Attributes, "attributes"), (ModuleDifferences.Types, "types"),
        (ModuleDifferences.Numbering, "numbering"), (ModuleDifferences.Lines, "lines"), (ModuleDifferences.Metadata, "metadata"),
    ];

    /// <summary>The respects in which modules differ, the weightiest first.</summary>
    public static List<string> Of(ModuleDifferences differences)
    {
        var names = new List<string>();
        foreach (var (respect, name) in Respects)
        {
            if ((differences & respect) != 0)
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>A class.</summary>
    public static string Of(ComparisonClass @class) => @class switch
    {
        ComparisonClass.Identical => "identical",
        ComparisonClass.Metadata => "metadata",
        ComparisonClass.Lines => "lines",
        ComparisonClass.Renumbered => "renumbered",
        _ => "changed",
    };

    /// <summary>What became of something.</summary>
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };

    /// <summary>What became of a function.</summary>
    public static string Of(FunctionChangeKind kind) => kind switch
    {
        FunctionChangeKind.Added => "added",
        FunctionChangeKind.Removed => "removed",
        FunctionChangeKind.Code => "changed",
        FunctionChangeKind.Types => "types",
        _ => "lines",
    };

    /// <summary>What happens to an instruction.</summary>
    public static string Of(EditKind kind) => kind switch
    {
        EditKind.Add => "add",
        EditKind.Remove => "remove",
        _ => "keep",
    };
}
