using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>Debug information of the Erlang compiler: abstract code (backend <c>erl_abstract_code</c>).</summary>
/// <param name="Forms">
/// The list of the module's forms; <see langword="null"/> when the module was compiled without <c>debug_info</c>.
/// </param>
/// <param name="Options">The list of the compiler's options.</param>
public sealed record ErlangDebugInfo(Term? Forms, Term Options) : DebugInfo
{
    internal const string BackendName = "erl_abstract_code";

    private static readonly AtomTerm None = Term.Atom("none");

    /// <summary>The forms one by one, none when there are no forms.</summary>
    public ImmutableArray<Term> FormList => Forms is null ? [] : Elements(Forms);

    /// <summary>The options one by one.</summary>
    public ImmutableArray<Term> OptionList => Elements(Options);

    internal static ErlangDebugInfo? Of(Term data) =>
        data is TupleTerm { Arity: 2 } pair && !Elements(pair[1]).IsDefault
            && (pair[0] == None || !Elements(pair[0]).IsDefault)
            ? new ErlangDebugInfo(pair[0] == None ? null : pair[0], pair[1])
            : null;

    private protected override Term ToTerm() => Tagged(BackendName, Term.Tuple(Forms ?? None, Options));
}
