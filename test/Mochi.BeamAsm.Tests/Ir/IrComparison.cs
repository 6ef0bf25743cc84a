using System.Collections;
using System.Reflection;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Ir;

/// <summary>
/// Compares modules of the IR node by node through reflection, so that a property that nobody thought of counts too. Locals
/// and loops are the same when they stand in the same places.
/// </summary>
internal sealed class IrComparison
{
    private readonly Dictionary<object, object> _counterparts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Describes the first difference; <see langword="null"/> when there is none.</summary>
    public static string? FindDifference(IrModule left, IrModule right) => new IrComparison().Compare("module", left, right);

    private string? Compare(string path, object? left, object? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null ? null : $"{path}: {left ?? "nothing"} and {right ?? "nothing"}";
        }

        if (left.GetType() != right.GetType())
        {
            return $"{path}: {left.GetType().Name} and {right.GetType().Name}";
        }

        switch (left)
        {
            case Local or LoopLabel when _counterparts.TryGetValue(left, out var known):
                return ReferenceEquals(known, right) ? null : $"{path}: another local or loop";
            case Local or LoopLabel:
                _counterparts.Add(left, right);
                break;
            case string or Term or System.Numerics.BigInteger or int or bool or Enum:
                return left.Equals(right) ? null : $"{path}: {left} and {right}";
            case IEnumerable items:
                return CompareItems(path, items, (IEnumerable)right);
            default:
                break;
        }

        foreach (var property in left.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (Compare($"{path}.{property.Name}", property.GetValue(left), property.GetValue(right)) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string? CompareItems(string path, IEnumerable left, IEnumerable right)
    {
        if (IsDefault(left) || IsDefault(right))
        {
            return IsDefault(left) == IsDefault(right) ? null : $"{path}: one of the lists is not known";
        }

        var lefts = left.Cast<object?>().ToList();
        var rights = right.Cast<object?>().ToList();
        if (lefts.Count != rights.Count)
        {
            return $"{path}: {lefts.Count} and {rights.Count} items";
        }

        return lefts.Select((item, index) => Compare($"{path}[{index}]", item, rights[index])).FirstOrDefault(found => found is not null);
    }

    private static bool IsDefault(IEnumerable items) =>
        items.GetType().GetProperty("IsDefault") is { } property && (bool)property.GetValue(items)!;
}
