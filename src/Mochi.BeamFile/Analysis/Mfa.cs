using System.Globalization;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Analysis;

/// <summary>Module, function and arity: what names a function in a running system.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Arity">Its number of arguments.</param>
public sealed record Mfa(string Module, string Function, int Arity)
{
    /// <summary>The order by module, function and arity; texts by the numbers of their characters.</summary>
    public static IComparer<Mfa> Order { get; } = Comparer<Mfa>.Create(Compare);

    /// <inheritdoc/>
    public bool Equals(Mfa? other) =>
        other is not null && Arity == other.Arity && Function == other.Function && Module == other.Module;

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(TermHash.Add(Arity, Function), Module);

    /// <summary>The text of the Erlang shell: <c>lists:map/2</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(Module)}:{TermPrinter.Atom(Function)}/{Arity}");

    private static int Compare(Mfa left, Mfa right)
    {
        var order = string.CompareOrdinal(left.Module, right.Module);
        order = order != 0 ? order : string.CompareOrdinal(left.Function, right.Function);
        return order != 0 ? order : left.Arity.CompareTo(right.Arity);
    }
}
