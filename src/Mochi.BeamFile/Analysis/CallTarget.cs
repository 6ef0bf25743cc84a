using System.Globalization;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Analysis;

/// <summary>What a call goes to, as far as the code says.</summary>
/// <param name="Module">The module's name; <see langword="null"/> when it is computed, and for a fun.</param>
/// <param name="Function">The function's name; <see langword="null"/> when it is computed, and for a fun.</param>
/// <param name="Arity">The number of arguments; <see langword="null"/> when it is computed.</param>
public sealed record CallTarget(string? Module, string? Function, int? Arity)
{
    /// <summary>The function; <see langword="null"/> when a part of its name is computed.</summary>
    public Mfa? Mfa => Module is { } module && Function is { } function && Arity is { } arity
        ? new Mfa(module, function, arity) : null;

    /// <summary>The order by module, function and arity; what is computed comes first.</summary>
    public static IComparer<CallTarget> Order { get; } = Comparer<CallTarget>.Create(Compare);

    /// <summary><c>lists:map/2</c>, with <c>_</c> for what is computed.</summary>
    public override string ToString() =>
        $"{Atom(Module)}:{Atom(Function)}/{Arity?.ToString(CultureInfo.InvariantCulture) ?? "_"}";

    private static string Atom(string? name) => name is null ? "_" : TermPrinter.Atom(name);

    private static int Compare(CallTarget left, CallTarget right)
    {
        var order = string.CompareOrdinal(left.Module, right.Module);
        order = order != 0 ? order : string.CompareOrdinal(left.Function, right.Function);
        return order != 0 ? order : (left.Arity ?? -1).CompareTo(right.Arity ?? -1);
    }
}
