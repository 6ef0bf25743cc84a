using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>
/// The kinds of terms that values can be, as far as a look at an expression and the declared types of what it reads tells.
/// </summary>
internal sealed class StaticKinds(IReadOnlyDictionary<FunctionReference, IrFunction> functions)
{
    private const int MaximumDepth = 100;

    private int _depth;

    /// <summary>The kinds that a value can be; none for what never gives a value.</summary>
    public BeamTypeKinds Of(Expression expression)
    {
        if (_depth >= MaximumDepth)
        {
            return BeamTypeKinds.Any;
        }

        _depth++;
        var kinds = expression switch
        {
            LiteralExpression literal => Of(literal.Value),
            LocalExpression local => Of(local.Local.Type),
            BuiltInExpression builtIn => OfBuiltIn(builtIn),
            AndExpression or OrExpression or NotExpression => BeamTypeKinds.Atom,
            TupleExpression or TupleUpdateExpression { OnFailure: null } => BeamTypeKinds.Tuple,
            ListExpression { Elements.IsEmpty: false } => BeamTypeKinds.Cons,
            ListExpression { Tail: null } => BeamTypeKinds.Nil,
            MapExpression => BeamTypeKinds.Map,
            BitstringExpression { OnFailure: null } => BeamTypeKinds.Bitstring,
            LambdaExpression or FunctionValueExpression => BeamTypeKinds.Fun,
            CallExpression call when functions.TryGetValue(call.Function, out var called) => Of(called.ResultType),
            BlockExpression block => block.Expressions.IsEmpty ? BeamTypeKinds.Atom : Of(block.Expressions[^1]),
            IfExpression choice => Of(choice.Then) | Of(choice.Else),
            MatchExpression match => OfMatch(match),
            TryExpression attempt => Of(attempt.Body) | Of(attempt.Handler),
            LetExpression or AssignExpression or LetFunctionsExpression or ForEachExpression or ForRangeExpression
                or LoopExpression { Condition: not null } => BeamTypeKinds.Atom,
            BreakExpression or ContinueExpression or ReturnExpression or RaiseExpression
                or RemoteCallExpression { NeverReturns: true } => BeamTypeKinds.None,
            _ => BeamTypeKinds.Any,
        };
        _depth--;
        return kinds;
    }

    /// <summary>The kinds that values of a type can be.</summary>
    public static BeamTypeKinds Of(IrType type) => type switch
    {
        NeverType => BeamTypeKinds.None,
        IntegerType => BeamTypeKinds.Integer,
        FloatType => BeamTypeKinds.Float,
        AtomType => BeamTypeKinds.Atom,
        BitstringType => BeamTypeKinds.Bitstring,
        ListType => BeamTypeKinds.List,
        TupleType => BeamTypeKinds.Tuple,
        MapType => BeamTypeKinds.Map,
        FunType => BeamTypeKinds.Fun,
        PidType => BeamTypeKinds.Pid,
        PortType => BeamTypeKinds.Port,
        ReferenceType => BeamTypeKinds.Reference,
        UnionType union => union.Members.Aggregate(BeamTypeKinds.None, (kinds, member) => kinds | Of(member)),
        _ => BeamTypeKinds.Any,
    };

    /// <summary>The kind of a term.</summary>
    public static BeamTypeKinds Of(Term term) => term.Kind switch
    {
        TermKind.Integer => BeamTypeKinds.Integer,
        TermKind.Float => BeamTypeKinds.Float,
        TermKind.Atom => BeamTypeKinds.Atom,
        TermKind.Nil => BeamTypeKinds.Nil,
        TermKind.List => BeamTypeKinds.Cons,
        TermKind.Tuple => BeamTypeKinds.Tuple,
        TermKind.Map => BeamTypeKinds.Map,
        TermKind.Bitstring => BeamTypeKinds.Bitstring,
        TermKind.Fun => BeamTypeKinds.Fun,
        TermKind.NativeRecord => BeamTypeKinds.NativeRecord,
        _ => BeamTypeKinds.Any,
    };

    /// <summary>The types that a type is made of.</summary>
    public static IEnumerable<IrType> Parts(IrType type) => type switch
    {
        ListType list => [list.Element],
        TupleType { Elements.IsDefault: false } tuple => tuple.Elements,
        MapType map => [map.Key, map.Value],
        FunType { Parameters.IsDefault: true } fun => [fun.Result],
        FunType fun => fun.Parameters.Add(fun.Result),
        UnionType union => union.Members,
        _ => [],
    };

    private BeamTypeKinds OfBuiltIn(BuiltInExpression builtIn)
    {
        var result = BuiltIns.TryFind(builtIn.Name, builtIn.Arguments.Length, out var found) ? Of(found.Result) : BeamTypeKinds.Any;
        return builtIn.OnFailure is null ? result : result | Of(builtIn.OnFailure);
    }

    private BeamTypeKinds OfMatch(MatchExpression match)
    {
        var kinds = match.Otherwise is null ? BeamTypeKinds.None : Of(match.Otherwise);
        return match.Clauses.Aggregate(kinds, (all, clause) => all | Of(clause.Body));
    }
}
