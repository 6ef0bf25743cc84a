using System.Numerics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    /// <summary>
    /// Binds a call of a built-in function; <paramref name="first"/> are arguments that are bound already.
    /// </summary>
    private BoundExpression BindBuiltin(
        NameSyntax name,
        TextSpan span,
        IReadOnlyList<BoundExpression> first,
        IReadOnlyList<ExpressionSyntax> rest,
        MochiType? expected = null)
    {
        var overloads = _builtins.Find(name.Text)!;
        if (name.Text == "print")
        {
            var values = rest.Select(argument => BindExpression(argument)).ToList();
            return new BoundBuiltinCall(span, "op:print", [.. first.Concat(values).Select(Shown)], MochiType.Unit);
        }

        if (name.Text == "args" && first.Count + rest.Count == 0) return Use(_arguments, span);
        var arguments = new BoundExpression?[first.Count + rest.Count];
        var only = overloads.Count == 1 && overloads[0].Parameters.Count == arguments.Length ? overloads[0] : null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i < first.Count) arguments[i] = first[i];
            else if (rest[i - first.Count] is not LambdaSyntax) arguments[i] = BindBuiltinArgument(rest[i - first.Count], only?.Parameters[i]);
            if (arguments[i]?.ResolvedType is GroupType) arguments[i] = GroupItems(arguments[i]!);
        }

        if (name.Text is "len" or "count" && arguments is [{ ResolvedType: RowType row }])
        {
            var count = new BoundLiteral(span, new BigInteger(row.Types.Count), MochiType.Int);
            return new BoundBlockValue(span, [new BoundExpressionStatement(span, arguments[0]!)], count);
        }

        if (name.Text == "concat" && arguments.Length > 2)
        {
            var tail = BindBuiltin(name, span, [arguments[0]!, arguments[1]!], []);
            return arguments.Skip(2).Aggregate(tail, (joined, next) => BindBuiltin(name, span, [joined, next!], []));
        }

        var overload = Choose(overloads, arguments);
        if (overload is null)
        {
            if (arguments.Any(argument => argument?.Type.IsError == true)) return new BoundError(span);
            return NoOverload(name, span, overloads, arguments);
        }

        var open = overload.TypeParameters.ToDictionary(parameter => parameter, MochiType (_) => new TypeVariable());
        var parameters = overload.Parameters.Select(type => TypeSubstitution.Apply(type, open)).ToList();
        var result = TypeSubstitution.Apply(overload.Result, open);
        if (expected?.Pruned is ListType && result is ListType && arguments.Length == 1)
        {
            TypeRelations.Relate(result, expected);
        }

        if (name.Text is "str" or "json" or "to_json")
        {
            arguments = [.. arguments.Select(argument => argument is null ? null : Shown(argument))];
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { } argument)
            {
                arguments[i] = WidenFirst(argument, parameters, i, arguments) ?? Convert(argument, parameters[i]);
            }
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] ??= BindConverted(rest[i - first.Count], parameters[i]);
        }

        return new BoundBuiltinCall(span, overload.Target, arguments!, result);
    }

    /// <summary>A set is a map at run time and is shown as the list of its elements.</summary>
    private static BoundExpression Shown(BoundExpression argument) => argument.ResolvedType is SetType set
        ? new BoundBuiltinCall(argument.Span, "mochi_set:to_list", [argument], new ListType(set.Element))
        : argument;

    private BoundExpression BindBuiltinArgument(ExpressionSyntax syntax, MochiType? parameter) =>
        BindExpression(syntax, parameter is FunctionType or null or TypeParameterType ? null : Shape(parameter));

    /// <summary>An expected type whose type parameters are open.</summary>
    private static MochiType Shape(MochiType type) => type switch
    {
        ListType => new ListType(new TypeVariable()),
        SetType => new SetType(new TypeVariable()),
        MapType => new MapType(new TypeVariable(), new TypeVariable()),
        _ => type,
    };

    /// <summary>
    /// <c>append(ints, 2.5)</c> gives a list of floats rather than an error: a list that meets another number type, or
    /// a list of any, takes the type that holds both.
    /// </summary>
    private BoundExpression? WidenFirst(
        BoundExpression argument,
        List<MochiType> parameters,
        int index,
        BoundExpression?[] arguments)
    {
        if (index != 0 || arguments.Length != 2 || argument.ResolvedType is not ListType list) return null;
        if (parameters[0] is not ListType { Element: TypeVariable element } || arguments[1] is not { } other)
        {
            return null;
        }

        var added = other.ResolvedType is ListType second && parameters[1].Pruned is ListType ? second.Element : other.ResolvedType;
        if (list.Element is TypeVariable || !list.Element.Is(MochiType.Int) || !added.Is(MochiType.Float)) return null;
        element.Bind(MochiType.Float);
        return Convert(argument, parameters[0]);
    }

    private static BuiltinOverload? Choose(IReadOnlyList<BuiltinOverload> overloads, BoundExpression?[] arguments)
    {
        foreach (var loose in new[] { false, true })
        {
            foreach (var overload in overloads)
            {
                if (overload.Parameters.Count != arguments.Length) continue;
                var fits = true;
                for (var i = 0; i < arguments.Length && fits; i++)
                {
                    fits = arguments[i] is { } argument
                        ? Fits(argument.ResolvedType, overload.Parameters[i], loose)
                        : overload.Parameters[i] is FunctionType or TypeParameterType;
                }

                if (fits) return overload;
            }
        }

        return null;
    }

    private static bool Fits(MochiType argument, MochiType parameter, bool loose)
    {
        argument = argument.Pruned;
        if (parameter is TypeParameterType || parameter.IsAny || argument is TypeVariable || argument.IsError)
        {
            return true;
        }

        if (argument.Is(parameter) || argument.Is(MochiType.Never)) return true;
        if (loose && (argument.IsAny || (argument.Is(MochiType.Int) && parameter.Is(MochiType.Float)))) return true;
        return (argument, parameter) switch
        {
            (ListType from, ListType to) => Fits(from.Element, to.Element, loose),
            (SetType from, SetType to) => Fits(from.Element, to.Element, loose),
            (OptionType from, OptionType to) => Fits(from.Element, to.Element, loose),
            (_, OptionType to) => loose && Fits(argument, to.Element, loose),
            (MapType from, MapType to) => Fits(from.Key, to.Key, loose) && Fits(from.Value, to.Value, loose),
            (RowType, MapType) => loose,
            (FunctionType from, FunctionType to) => from.Parameters.Count == to.Parameters.Count,
            _ => false,
        };
    }

    private BoundError NoOverload(
        NameSyntax name,
        TextSpan span,
        IReadOnlyList<BuiltinOverload> overloads,
        BoundExpression?[] arguments)
    {
        var counts = overloads.Select(overload => overload.Parameters.Count).Distinct().Order().ToList();
        if (!counts.Contains(arguments.Length))
        {
            _diagnostics.Error(
                LanguageCodes.WrongArgumentCount,
                name.Span,
                $"'{name.Text}' takes {string.Join(" or ", counts)} argument{(counts is [1] ? "" : "s")}, found {arguments.Length}");
            return new BoundError(span);
        }

        var candidates = overloads.Where(overload => overload.Parameters.Count == arguments.Length).ToList();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not { } argument) continue;
            var wanted = candidates.Select(overload => overload.Parameters[i]).ToList();
            if (wanted.Any(parameter => Fits(argument.ResolvedType, parameter, loose: true))) continue;
            _diagnostics.Error(
                LanguageCodes.TypeMismatch,
                argument.Span,
                $"'{name.Text}' expects {string.Join(" or ", wanted.Select(type => type.ToString()).Distinct())}, " +
                $"found {argument.ResolvedType}",
                ConversionHint(argument.ResolvedType, wanted[0]));
            return new BoundError(span);
        }

        _diagnostics.Error(
            LanguageCodes.TypeMismatch,
            name.Span,
            $"'{name.Text}' does not take ({string.Join(", ", arguments.Select(a => a?.ResolvedType.ToString() ?? "a function"))})");
        return new BoundError(span);
    }
}
