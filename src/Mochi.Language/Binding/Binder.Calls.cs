using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundExpression BindCall(CallSyntax syntax, MochiType? expected)
    {
        switch (syntax.Callee)
        {
            case IdentifierSyntax name: return BindNamedCall(syntax, name, expected);
            case FieldAccessSyntax field: return BindMethodCall(syntax, field);
        }

        return ValueCall(syntax.Span, BindExpression(syntax.Callee), syntax.Arguments);
    }

    private BoundExpression BindNamedCall(CallSyntax syntax, IdentifierSyntax name, MochiType? expected)
    {
        if (FindVariable(name.Name, name.Span) is { } variable &&
            (variable.ResolvedType is FunctionType or TypeVariable || variable.Type.IsAny || variable.Type.IsError
                || (!_functions.ContainsKey(name.Name) && _builtins.Find(name.Name) is null)))
        {
            return ValueCall(syntax.Span, variable, syntax.Arguments);
        }

        if (FindMethodOfReceiver(name.Name) is { } method && FindReceiver() is { } receiver)
        {
            return FunctionCall(syntax.Span, name.Span, method, syntax.Arguments, Use(receiver, name.Span));
        }

        if (_functions.TryGetValue(name.Name, out var function))
        {
            return FunctionCall(syntax.Span, name.Span, function, syntax.Arguments, receiver: null);
        }

        if (_variants.TryGetValue(name.Name, out var variant)) return VariantCall(syntax, variant);
        if (_unsupportedNames.Contains(name.Name))
        {
            BindAll(syntax.Arguments);
            return new BoundError(syntax.Span);
        }

        if (_builtins.Find(name.Name) is not null)
        {
            return BindBuiltin(new NameSyntax(name.Span, name.Name), syntax.Span, [], syntax.Arguments, expected);
        }

        BindAll(syntax.Arguments);
        if (_types.ContainsKey(name.Name))
        {
            _diagnostics.Error(
                LanguageCodes.NotCallable,
                name.Span,
                $"'{name.Name}' is a type, not a function",
                $"write {name.Name} {{ field: value }}, or 'value as {name.Name}'");
        }
        else
        {
            UnknownName(name.Span, name.Name);
        }

        return new BoundError(syntax.Span);
    }

    private void BindAll(IReadOnlyList<ExpressionSyntax> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is not IdentifierSyntax { Name: "_" }) BindExpression(argument);
        }
    }

    private BoundExpression FunctionCall(
        TextSpan span,
        TextSpan nameSpan,
        FunctionSymbol function,
        IReadOnlyList<ExpressionSyntax> arguments,
        BoundExpression? receiver)
    {
        EnsureResult(function);
        var type = (FunctionType)Instantiate(function.Type, function.TypeParameters);
        var parameters = receiver is null ? type.Parameters : [.. type.Parameters.Skip(1)];
        if (arguments.Count > parameters.Count)
        {
            WrongCount(nameSpan, function.Name, parameters.Count, arguments.Count);
            BindAll(arguments);
            return new BoundError(span);
        }

        BoundExpression[] hidden = receiver is null ? [] : [receiver];
        if (IsPartial(arguments, parameters.Count))
        {
            return Partial(
                span, parameters, type.Result, arguments, all => DirectCall(span, function, [.. hidden, .. all], type.Result), hidden);
        }

        var bound = BindArguments(arguments, parameters);
        return DirectCall(span, function, [.. hidden, .. bound], type.Result);
    }

    private BoundCall DirectCall(
        TextSpan span,
        FunctionSymbol function,
        IReadOnlyList<BoundExpression> arguments,
        MochiType? result = null)
    {
        var call = new BoundCall(span, function, arguments, _context, result ?? function.Result);
        _calls.Add(call);
        return call;
    }

    private void WrongCount(TextSpan span, string name, int wanted, int found) => _diagnostics.Error(
        LanguageCodes.WrongArgumentCount,
        span,
        $"'{name}' takes {wanted} argument{(wanted == 1 ? "" : "s")}, found {found}");

    private BoundExpression ValueCall(TextSpan span, BoundExpression function, IReadOnlyList<ExpressionSyntax> arguments)
    {
        if (function.ResolvedType is TypeVariable open)
        {
            var arguments2 = arguments.Select(argument => BindExpression(argument)).ToList();
            var result = new TypeVariable();
            open.Bind(new FunctionType([.. arguments2.Select(argument => argument.ResolvedType)], result));
            return new BoundValueCall(span, function, arguments2, result);
        }

        if (function.ResolvedType is FunctionType type)
        {
            if (arguments.Count > type.Parameters.Count)
            {
                WrongCount(function.Span, SourceOf(function.Span), type.Parameters.Count, arguments.Count);
                BindAll(arguments);
                return new BoundError(span);
            }

            if (IsPartial(arguments, type.Parameters.Count))
            {
                return Partial(
                    span,
                    type.Parameters,
                    type.Result,
                    arguments,
                    all => new BoundValueCall(span, function, all, type.Result),
                    []);
            }

            return new BoundValueCall(span, function, BindArguments(arguments, type.Parameters), type.Result);
        }

        var bound = arguments.Select(argument => BindExpression(argument)).ToList();
        if (function.Type.IsAny)
        {
            var target = new FunctionType([.. bound.Select(_ => MochiType.Any)], MochiType.Any);
            return new BoundValueCall(span, function with { Type = target }, bound, MochiType.Any);
        }

        if (!function.Type.IsError)
        {
            _diagnostics.Error(
                LanguageCodes.NotCallable,
                function.Span,
                $"expected a function to call, found {function.ResolvedType}");
        }

        return new BoundError(span);
    }

    private string SourceOf(TextSpan span) => _source.Text.Substring(span.Start, span.Length);

    private BoundExpression VariantCall(CallSyntax syntax, VariantSymbol variant)
    {
        var fields = variant.Fields;
        if (syntax.Arguments.Count != fields.Count)
        {
            WrongCount(syntax.Callee.Span, variant.Name, fields.Count, syntax.Arguments.Count);
            BindAll(syntax.Arguments);
            return new BoundError(syntax.Span);
        }

        var values = BindArguments(syntax.Arguments, [.. fields.Select(field => field.Type)]);
        return new BoundConstruct(
            syntax.Span, variant.Tag, values, [.. Enumerable.Range(0, values.Count)], variant.Union);
    }

    /// <summary>
    /// Binds arguments; function values come last, so that the types of their parameters are known by then.
    /// </summary>
    private List<BoundExpression> BindArguments(
        IReadOnlyList<ExpressionSyntax> arguments,
        IReadOnlyList<MochiType> parameters)
    {
        var bound = new BoundExpression[arguments.Count];
        foreach (var late in new[] { false, true })
        {
            for (var i = 0; i < bound.Length; i++)
            {
                if (arguments[i] is LambdaSyntax == late) bound[i] = BindConverted(arguments[i], parameters[i]);
            }
        }

        return [.. bound];
    }

    private static bool IsPartial(IReadOnlyList<ExpressionSyntax> arguments, int count) =>
        arguments.Count < count || arguments.Any(argument => argument is IdentifierSyntax { Name: "_" });

    /// <summary>A call with arguments missing: a function of those, with the given ones evaluated now.</summary>
    private BoundExpression Partial(
        TextSpan span,
        IReadOnlyList<MochiType> parameters,
        MochiType result,
        IReadOnlyList<ExpressionSyntax> arguments,
        Func<IReadOnlyList<BoundExpression>, BoundExpression> makeCall,
        IReadOnlyList<BoundExpression> hidden)
    {
        if (arguments.Count == 0 && hidden.Count == 0)
        {
            _diagnostics.Error(
                LanguageCodes.WrongArgumentCount,
                span,
                $"this call needs {parameters.Count} argument{(parameters.Count == 1 ? "" : "s")}",
                "leave the parentheses out to use the function as a value");
            return new BoundError(span);
        }

        var context = new FunctionContext(_context, symbol: null) { Result = result };
        var held = new List<BoundStatement>();
        var open = new List<LocalSymbol>();
        var all = new List<BoundExpression>();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i < arguments.Count && arguments[i] is not IdentifierSyntax { Name: "_" })
            {
                var value = BindConverted(arguments[i], parameters[i]);
                var symbol = new LocalSymbol($"held{i}", parameters[i], value.Span, mutable: false, _context);
                held.Add(new BoundVariable(value.Span, symbol, value));
                all.Add(new BoundLocal(value.Span, symbol));
                continue;
            }

            var parameter = new LocalSymbol($"a{i}", parameters[i], span, mutable: false, context);
            open.Add(parameter);
            all.Add(new BoundLocal(span, parameter));
        }

        var outer = _context;
        _context = context;
        var call = makeCall(all);
        _context = outer;
        var body = new BoundBlock(span, [new BoundReturn(span, call)]);
        var type = new FunctionType([.. open.Select(parameter => parameter.Type)], result);
        var lambda = new BoundLambda(span, context, open, body, type);
        return new BoundBlockValue(span, held, lambda);
    }

    private BoundExpression BindMethodCall(CallSyntax syntax, FieldAccessSyntax field)
    {
        var receiver = BindExpression(field.Target);
        if (receiver.Type.IsError)
        {
            BindAll(syntax.Arguments);
            return new BoundError(syntax.Span);
        }

        return field.Safe
            ? Safe(syntax.Span, receiver, held => MethodCall(syntax, field.Name, held))
            : MethodCall(syntax, field.Name, receiver);
    }

    private BoundExpression MethodCall(CallSyntax syntax, NameSyntax name, BoundExpression receiver)
    {
        var type = receiver.ResolvedType;
        if (type is OptionType option && name.Text is not ("unwrap" or "unwrap_or" or "is_some"))
        {
            receiver = Unwrap(receiver, option);
            type = receiver.ResolvedType;
        }

        if (type is RecordType record && record.Methods.TryGetValue(name.Text, out var method))
        {
            return FunctionCall(syntax.Span, name.Span, method, syntax.Arguments, receiver);
        }

        var isField = FieldOf(type, name.Text) is not null;
        if (!isField && _builtins.Find(name.Text) is not null && name.Text != "print" && type is not RecordType)
        {
            return BindBuiltin(name, syntax.Span, [receiver], syntax.Arguments);
        }

        if (!isField && type is PrimitiveType or ListType or SetType && !type.IsAny)
        {
            _diagnostics.Error(
                LanguageCodes.UnknownField,
                name.Span,
                $"a value of type {type} has no method '{name.Text}'",
                NearestName.Hint(name.Text, Builtins.Names));
            BindAll(syntax.Arguments);
            return new BoundError(syntax.Span);
        }

        return ValueCall(syntax.Span, Member(syntax.Callee.Span, receiver, name), syntax.Arguments);
    }
}
