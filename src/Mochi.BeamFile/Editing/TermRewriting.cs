using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>Rewrites terms of any depth without recursion. What does not change is shared with the old term.</summary>
public static class TermRewriting
{
    /// <summary>Rewrites a term from its leaves up.</summary>
    /// <param name="term">The term.</param>
    /// <param name="map">
    /// Is given each term within, and at last the whole, after everything inside it was rewritten, and says what stands in its
    /// place. The tail of a list is a term of its own; the <c>[]</c> of a proper list is not.
    /// </param>
    /// <exception cref="DiagnosticException">Two keys of a map become equal (BF031).</exception>
    public static Term BottomUp(Term term, Func<Term, Term> map)
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(map);
        if (term.ChildCount == 0)
        {
            return map(term);
        }

        var open = new Stack<Frame>();
        open.Push(new Frame(term));
        while (true)
        {
            var frame = open.Peek();
            if (frame.Next < frame.Children.Length)
            {
                var child = frame.Term.Child(frame.Next);
                if (child.ChildCount > 0)
                {
                    open.Push(new Frame(child));
                    continue;
                }

                frame.Take(frame.IsEndOfList(child) ? child : map(child));
                continue;
            }

            open.Pop();
            var rewritten = map(frame.IsChanged ? WithChildren(frame.Term, frame.Children) : frame.Term);
            if (open.Count == 0)
            {
                return rewritten;
            }

            open.Peek().Take(rewritten);
        }
    }

    /// <summary>Rewrites the atoms of a term, including the names in funs and native records.</summary>
    /// <param name="term">The term.</param>
    /// <param name="map">Gives for each atom's text the new one.</param>
    /// <exception cref="DiagnosticException">Two keys of a map become equal (BF031).</exception>
    public static Term Atoms(Term term, Func<string, string> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return BottomUp(term, part => part switch
        {
            AtomTerm atom => Same(map(atom.Name), atom.Name) ? atom : Term.Atom(map(atom.Name)),
            ExternalFunTerm fun => WithNames(fun, map(fun.Module), map(fun.Function)),
            NativeRecordTerm record => WithNames(record, map(record.Module), map(record.Name), map),
            LocalFunTerm fun => WithModule(fun, map(fun.Module)),
            _ => part,
        });
    }

    /// <summary>The same term with the keys of each map in order, as <c>term_to_binary</c> puts them when asked.</summary>
    internal static Term WithMapsInOrder(Term term) => BottomUp(
        term, part => part is MapTerm map && TermComparer.Sorted(map) is var pairs && pairs != map.Pairs
            ? new MapTerm(pairs) : part);

    internal static ExternalFunTerm WithNames(ExternalFunTerm fun, string module, string function) =>
        Same(module, fun.Module) && Same(function, fun.Function) ? fun : new ExternalFunTerm(module, function, fun.Arity);

    internal static LocalFunTerm WithModule(LocalFunTerm fun, string module) => Same(module, fun.Module)
        ? fun
        : new LocalFunTerm(
            module, fun.Arity, fun.Index, fun.Unique, fun.OldIndex, fun.OldUnique, fun.Creator, fun.FreeVariables);

    internal static NativeRecordTerm WithNames(
        NativeRecordTerm record, string module, string name, Func<string, string> mapField)
    {
        var isChanged = !Same(module, record.Module) || !Same(name, record.Name);
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, Term>>(record.Fields.Length);
        foreach (var (field, value) in record.Fields)
        {
            var renamed = mapField(field);
            isChanged |= !Same(renamed, field);
            fields.Add(KeyValuePair.Create(renamed, value));
        }

        return isChanged
            ? new NativeRecordTerm(module, name, record.IsExported, fields.MoveToImmutable()) : record;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static Term WithChildren(Term term, Term[] children) => term switch
    {
        ListTerm => ListTerm.Create([.. children.AsSpan(..^1)], children[^1]),
        TupleTerm => new TupleTerm([.. children]),
        MapTerm => Map(children),
        NativeRecordTerm record => Record(record, children),
        LocalFunTerm fun => new LocalFunTerm(
            fun.Module, fun.Arity, fun.Index, fun.Unique, fun.OldIndex, fun.OldUnique, children[0],
            [.. children.AsSpan(1..)]),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.Kind, "not a kind of term that holds others"),
    };

    private static MapTerm Map(Term[] children)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<Term, Term>>(children.Length / 2);
        for (var index = 0; index < children.Length; index += 2)
        {
            pairs.Add(KeyValuePair.Create(children[index], children[index + 1]));
        }

        return MapTerm.TryCreate(pairs.MoveToImmutable())
            ?? throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.NamesClash, DiagnosticSeverity.Error, "two keys of a map would become equal",
                DiagnosticPlace.None, "give different keys different names"));
    }

    private static NativeRecordTerm Record(NativeRecordTerm record, Term[] children)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, Term>>(children.Length);
        for (var index = 0; index < children.Length; index++)
        {
            fields.Add(KeyValuePair.Create(record.Fields[index].Key, children[index]));
        }

        return new NativeRecordTerm(record.Module, record.Name, record.IsExported, fields.MoveToImmutable());
    }

    private sealed class Frame(Term term)
    {
        public Term Term { get; } = term;

        public Term[] Children { get; } = new Term[term.ChildCount];

        public int Next { get; private set; }

        public bool IsChanged { get; private set; }

        public bool IsEndOfList(Term child) => child is NilTerm && Term is ListTerm && Next == Children.Length - 1;

        public void Take(Term rewritten)
        {
            IsChanged |= !ReferenceEquals(rewritten, Term.Child(Next));
            Children[Next] = rewritten;
            Next++;
        }
    }
}
