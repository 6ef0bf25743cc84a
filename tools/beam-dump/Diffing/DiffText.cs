using System.Globalization;
using System.Text;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Diffing;

/// <summary>Comparisons as text for people.</summary>
/// <param name="options">How much to show.</param>
/// <param name="useColor">Whether to colour it.</param>
internal sealed class DiffText(DiffOptions options, bool useColor)
{
    private const string Bold = "\e[1m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";
    private const string Plain = "\e[0m";
    private const int LongestValue = 300;

    private readonly StringBuilder _text = new();

    /// <summary>What is only on one side.</summary>
    public string OfMissing(InputPair pair)
    {
        _text.Clear();
        var (side, color) = pair.Left is null ? ("added", Green) : ("removed", Red);
        Line("", pair.Name, Bold, $": {side}", color);
        return _text.ToString();
    }

    /// <summary>What differs between two modules.</summary>
    public string Of(string name, ModuleComparison comparison)
    {
        _text.Clear();
        Line("", name, Bold, $": {Verdict(comparison)}", "");
        if (options.Detail == DetailLevel.Modules || comparison.Class == ComparisonClass.Identical)
        {
            return _text.ToString();
        }

        if (comparison.LeftName != comparison.RightName)
        {
            Change("module", "", comparison.LeftName, comparison.RightName);
        }

        foreach (var change in comparison.Exports)
        {
            Name("export", change);
        }

        foreach (var change in comparison.Records)
        {
            Name("record", change);
        }

        Values("attribute", comparison.Attributes);
        Values("compiler", comparison.CompileInfo);
        Chunks(comparison);
        Functions(comparison);
        return _text.ToString();
    }

    /// <summary>The figures after several modules.</summary>
    public string Of(DiffFigures figures)
    {
        _text.Clear();
        _text.Append(CultureInfo.InvariantCulture, $"{figures.Modules} modules: ");
        var parts = new List<string>();
        Part(figures.Of(ComparisonClass.Identical), options.Ignored == ModuleDifferences.None ? "identical" : "the same");
        Part(figures.Of(ComparisonClass.Metadata), "with other metadata");
        Part(figures.Of(ComparisonClass.Lines), "with other lines");
        Part(figures.Of(ComparisonClass.Renumbered), "renumbered");
        Part(figures.Of(ComparisonClass.Changed), "changed");
        Part(figures.Added, "added");
        Part(figures.Removed, "removed");
        return _text.AppendJoin(", ", parts).Append('\n').ToString();

        void Part(int count, string what)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
            }
        }
    }

    private static string Verdict(ModuleComparison comparison)
    {
        if (comparison.Class == ComparisonClass.Identical)
        {
            return comparison.IsIdentical ? "identical" : "the same in what counts";
        }

        var respects = string.Join(", ", DiffWords.Of(comparison.Differences));
        return comparison.Class switch
        {
            ComparisonClass.Metadata => "the same code, other metadata",
            ComparisonClass.Lines => $"the same code, other {respects}",
            ComparisonClass.Renumbered => $"the same code, other {respects}",
            _ => $"changed ({respects})",
        };
    }

    private void Name(string what, NameChange change)
    {
        var (sign, color) = change.Kind switch
        {
            ChangeKind.Added => ("+", Green),
            ChangeKind.Removed => ("-", Red),
            _ => ("~", Cyan),
        };
        Line($"  {what,-11}", $"{sign} {change.Name}", color);
    }

    private void Values(string what, IEnumerable<ValueChange> changes)
    {
        foreach (var change in changes)
        {
            var name = TermPrinter.Atom(change.Name) + " ";
            var (left, right) = (change.Left, change.Right);
            if (left is ListTerm { IsProper: true } ours && right is ListTerm { IsProper: true } theirs
                && OnlyIn(ours, theirs) is var removed && OnlyIn(theirs, ours) is var added
                && removed.Count + added.Count < Math.Max(ours.Elements.Length, theirs.Elements.Length)
                && removed.Count + added.Count > 0 && !IsText(ours))
            {
                // Of lists, such as that of the options, the elements that make the difference.
                (left, right) = (removed.Count == 0 ? null : Term.List(removed), added.Count == 0 ? null : Term.List(added));
            }

            Change(what, name, Print(left), Print(right));
        }

        static string? Print(Term? term) => term is null ? null : TermPrinter.Print(term, LongestValue);

        static List<Term> OnlyIn(ListTerm list, ListTerm other) =>
            [.. list.Elements.Where(element => !other.Elements.Contains(element))];

        static bool IsText(ListTerm list) => TermPrinter.Print(list) is ['"', ..];
    }

    private void Change(string what, string name, string? left, string? right)
    {
        if (left is not null)
        {
            Line($"  {what,-11}", $"- {name}{left}", Red);
        }

        if (right is not null)
        {
            Line($"  {what,-11}", $"+ {name}{right}", Green);
        }
    }

    // On one line, as the interesting part of it follows from elsewhere.
    private void Chunks(ModuleComparison comparison)
    {
        var isFirst = true;
        foreach (var chunk in comparison.Chunks)
        {
            _text.Append(isFirst ? $"  {"chunks",-11}" : ", ");
            isFirst = false;
            var growth = (chunk.RightSize - chunk.LeftSize).ToString("+0;-0", CultureInfo.InvariantCulture);
            var (text, color) = chunk.Kind switch
            {
                ChangeKind.Added => ($"{chunk.Id} added", Green),
                ChangeKind.Removed => ($"{chunk.Id} removed", Red),
                _ => (chunk.LeftSize == chunk.RightSize ? chunk.Id : $"{chunk.Id} {growth}", ""),
            };
            Colored(text, color);
        }

        _text.Append(isFirst ? "" : "\n");
    }

    private void Functions(ModuleComparison comparison)
    {
        var counts = new int[(int)FunctionChangeKind.Lines + 1];
        foreach (var change in comparison.Functions)
        {
            counts[(int)change.Kind]++;
        }

        var parts = new List<string>();
        Part(FunctionChangeKind.Added, "added");
        Part(FunctionChangeKind.Removed, "removed");
        Part(FunctionChangeKind.Code, "changed");
        Part(FunctionChangeKind.Types, "with other types");
        Part(FunctionChangeKind.Lines, "with other lines");
        if (parts.Count == 0)
        {
            return;
        }

        _text.Append($"  {"functions",-11}").AppendJoin(", ", parts);
        _text.Append(CultureInfo.InvariantCulture, $", of {comparison.LeftFunctionCount}");
        _text.Append(comparison.LeftFunctionCount == comparison.RightFunctionCount
            ? "" : string.Create(CultureInfo.InvariantCulture, $" that became {comparison.RightFunctionCount}")).Append('\n');
        foreach (var change in comparison.Functions)
        {
            if (change.Kind != FunctionChangeKind.Lines)
            {
                Function(change);
            }
        }

        void Part(FunctionChangeKind kind, string what)
        {
            if (counts[(int)kind] > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{counts[(int)kind]} {what}"));
            }
        }
    }

    private void Function(FunctionChange change)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(change.Name)}/{change.Arity}");
        var difference = change.Difference;
        var (added, removed) = (Instructions(difference.AddedCount), Instructions(difference.RemovedCount));
        var (sign, color, what) = change.Kind switch
        {
            FunctionChangeKind.Added => ("+", Green, $"added, {added}"),
            FunctionChangeKind.Removed => ("-", Red, $"removed, {removed}"),
            FunctionChangeKind.Types => ("~", Cyan, $"other types in {added}"),
            _ => ("~", Cyan, $"{removed} removed, {difference.AddedCount} added"),
        };
        Line("  ", $"{sign} {name}", color, $": {what}", "");
        if (options.Detail != DetailLevel.Code)
        {
            return;
        }

        var text = new EditText(difference);
        var isFirst = true;
        foreach (var hunk in EditHunks.Of(difference.Edits, options.Context))
        {
            if (!isFirst)
            {
                Line("      ", "...", Cyan);
            }

            isFirst = false;
            foreach (var edit in difference.Edits.AsSpan()[hunk])
            {
                Edit(edit, text);
            }
        }
    }

    private static string Instructions(int count) =>
        count == 1 ? "1 instruction" : string.Create(CultureInfo.InvariantCulture, $"{count} instructions");

    private void Edit(InstructionEdit edit, EditText text)
    {
        var line = (edit.Instruction.Opcode == Opcode.Label ? "" : "  ") + text.Of(edit.Instruction);
        switch (edit.Kind)
        {
            case EditKind.Add:
                Line("    ", "+ " + line, Green);
                break;
            case EditKind.Remove:
                Line("    ", "- " + line, Red);
                break;
            default:
                Line("    ", "  " + line, "");
                break;
        }
    }

    private void Line(string plain, string text, string color, string rest = "", string restColor = "")
    {
        _text.Append(plain);
        Colored(text, color);
        Colored(rest, restColor);
        _text.Append('\n');
    }

    private void Colored(string text, string color)
    {
        if (useColor && color.Length > 0)
        {
            _text.Append(color).Append(text).Append(Plain);
        }
        else
        {
            _text.Append(text);
        }
    }
}
