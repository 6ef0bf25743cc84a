using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.Language.Runtime;

/// <summary>The types of expressions, as far as a look at them and the declared types of what they read tell.</summary>
internal static class StaticTypes
{
    // Deeper parts do not make a call right or wrong.
    private const int MaximumDepth = 4;

    /// <summary>A type that has every value of the expression.</summary>
    public static IrType Of(Expression expression) => Of(expression, 0);

    private static IrType Of(Expression expression, int depth) => depth > MaximumDepth ? IrType.Any : expression switch
    {
        LiteralExpression literal => Of(literal.Value, depth),
        LocalExpression local => local.Local.Type,
        BuiltInExpression builtIn => OfBuiltIn(builtIn, depth),
        AndExpression or OrExpression or NotExpression => IrType.Boolean,
        TupleExpression tuple => new TupleType([.. tuple.Elements.Select(element => Of(element, depth + 1))]),
        ListExpression { Tail: null } => IrType.List,
        MapExpression => IrType.Map,
        BitstringExpression { OnFailure: null } => new BitstringType(1),
        LambdaExpression lambda => OfArity(lambda.Parameters.Length),
        FunctionValueExpression function => OfArity(function.Function.Arity),
        BlockExpression { Expressions: [.., var last] } => Of(last, depth + 1),
        IfExpression choice => Join(Of(choice.Then, depth + 1), Of(choice.Else, depth + 1)),
        RemoteCallExpression { NeverReturns: true } => IrType.Never,
        RemoteCallExpression call when RuntimeCatalogue.TryFind(
            call.Module, call.Function, call.Arguments.Length, out var function) => function.Result.Type,
        _ => IrType.Any,
    };

    private static IrType Of(Term term, int depth) => depth > MaximumDepth ? IrType.Any : term switch
    {
        IntegerTerm integer => new IntegerType(integer.Value, integer.Value),
        FloatTerm => IrType.Float,
        AtomTerm atom => new AtomType([atom.Name]),
        BitstringTerm => new BitstringType(1),
        NilTerm or ListTerm { IsProper: true } => IrType.List,
        TupleTerm tuple => new TupleType([.. tuple.Elements.Select(element => Of(element, depth + 1))]),
        MapTerm => IrType.Map,
        _ => IrType.Any,
    };

    private static IrType OfBuiltIn(BuiltInExpression builtIn, int depth)
    {
        var result = BuiltIns.TryFind(builtIn.Name, builtIn.Arguments.Length, out var found) ? found.Result : IrType.Any;
        return builtIn.OnFailure is null ? result : Join(result, Of(builtIn.OnFailure, depth + 1));
    }

    private static FunType OfArity(int arity) => new([.. Enumerable.Repeat(IrType.Any, arity)], IrType.Any);

    private static IrType Join(IrType left, IrType right) => (left, right) switch
    {
        (NeverType, _) => right,
        (_, NeverType) => left,
        (AnyType, _) or (_, AnyType) => IrType.Any,
        _ => new UnionType([.. Members(left), .. Members(right)]),
    };

    private static ImmutableArray<IrType> Members(IrType type) => type is UnionType union ? union.Members : [type];
}
