using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>Debug information of the Elixir compiler (backend <c>elixir_erl</c>).</summary>
/// <param name="Module">
/// What Elixir knows about the module: a map with the keys <c>module</c>, <c>file</c>, <c>definitions</c>, <c>attributes</c>
/// and others. <see langword="null"/> when it was compiled without debug information.
/// </param>
/// <param name="Specifications">The list of its types, specifications and callbacks, as Erlang forms.</param>
public sealed record ElixirDebugInfo(MapTerm? Module, Term Specifications) : DebugInfo
{
    internal const string BackendName = "elixir_erl";

    private static readonly AtomTerm None = Term.Atom("none");
    private static readonly AtomTerm Form = Term.Atom("elixir_v1");

    /// <summary>
    /// The definitions of functions and macros, each <c>{{Name, Arity}, Kind, Meta, Clauses}</c>; none when the map has no
    /// such list.
    /// </summary>
    public ImmutableArray<Term> Definitions =>
        Module?[Term.Atom("definitions")] is { } list && Elements(list) is { IsDefault: false } definitions
            ? definitions : [];

    internal static ElixirDebugInfo? Of(Term data)
    {
        if (data == None)
        {
            return new ElixirDebugInfo(null, Term.Nil);
        }

        return data is TupleTerm { Arity: 3 } tuple && tuple[0] == Form && tuple[1] is MapTerm module
            && !Elements(tuple[2]).IsDefault
            ? new ElixirDebugInfo(module, tuple[2])
            : null;
    }

    private protected override Term ToTerm() =>
        Tagged(BackendName, Module is null ? None : Term.Tuple(Form, Module, Specifications));
}
