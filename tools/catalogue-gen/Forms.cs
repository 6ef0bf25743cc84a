using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>
/// Takes abstract code apart (the format is documented in the user's guide of ERTS); what does not fit is simply not there.
/// </summary>
internal static class Forms
{
    /// <summary>The elements of a proper list; none for every other term.</summary>
    public static ImmutableArray<Term> Items(Term term) => term is ListTerm { IsProper: true } list ? list.Elements : [];

    /// <summary>A tuple that begins with an atom, such as <c>{type,Anno,list,[T]}</c>.</summary>
    public static bool IsTagged(Term term, [NotNullWhen(true)] out string? tag, [NotNullWhen(true)] out TupleTerm? form)
    {
        form = term as TupleTerm;
        tag = form is { Arity: > 0 } && form[0] is AtomTerm atom ? atom.Name : null;
        return tag is not null && form is not null;
    }

    /// <summary>The name in <c>{atom,Anno,Name}</c> or <c>{var,Anno,Name}</c>.</summary>
    public static string? Name(Term term, string tag) =>
        IsTagged(term, out var found, out var form) && found == tag && form.Arity == 3 && form[2] is AtomTerm name
            ? name.Name : null;

    /// <summary>The parts of <c>{type,Anno,Name,Arguments}</c> when it has this name.</summary>
    public static bool IsType(Term term, string name, out ImmutableArray<Term> arguments)
    {
        var fits = IsTagged(term, out var tag, out var form) && tag == "type" && form.Arity == 4
            && form[2] is AtomTerm atom && atom.Name == name;
        arguments = fits ? Items(form![3]) : [];
        return fits;
    }
}
