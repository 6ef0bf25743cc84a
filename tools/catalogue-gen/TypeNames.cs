using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>What Erlang calls types that modules define.</summary>
internal static class TypeNames
{
    /// <summary>
    /// The name of a type, <c>mochi_core:bound()</c>, with a <c>_</c> for each argument and <c>opaque</c> in front when it is
    /// so; <see langword="null"/> when no module defines it.
    /// </summary>
    public static string? Of(Term type, TypeScope scope, TypeConversion types)
    {
        if (Forms.Name(type, "var") is { } variable && scope.Constraints.TryGetValue(variable, out var constraint))
        {
            type = constraint;
        }

        if (!Forms.IsTagged(type, out var tag, out var form))
        {
            return null;
        }

        switch (tag)
        {
            case "ann_type" when Forms.Items(form[2]) is [_, var inner]:
                return Of(inner, scope with { Constraints = TypeScope.Of(scope.Module).Constraints }, types);
            case "user_type" when form.Arity == 4 && form[2] is AtomTerm name:
                return Name(scope.Module, name.Name, Forms.Items(form[3]).Length, types);
            case "remote_type" when Forms.Items(form[2]) is [var module, var name, var arguments]
                && Forms.Name(module, "atom") is { } moduleName && Forms.Name(name, "atom") is { } typeName:
                return Name(moduleName, typeName, Forms.Items(arguments).Length, types);
            default:
                return null;
        }
    }

    private static string Name(string module, string name, int arity, TypeConversion types)
    {
        var arguments = string.Join(", ", Enumerable.Repeat("_", arity));
        var text = $"{TermPrinter.Atom(module)}:{TermPrinter.Atom(name)}({arguments})";
        return types.IsOpaque(module, name, arity) ? "opaque " + text : text;
    }
}
