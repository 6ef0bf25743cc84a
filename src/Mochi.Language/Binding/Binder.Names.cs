using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    /// <summary>Finds a variable, or a field of the record that a method belongs to.</summary>
    private BoundExpression? FindVariable(string name, TextSpan span)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is { } symbol) return Use(symbol, span);
            if (scope.Receiver is { } receiver && FieldOf(receiver.Type, name) is not null)
            {
                Use(receiver, span);
                return Member(span, new BoundLocal(span, receiver), new NameSyntax(span, name));
            }
        }

        if (_globals.Find(name) is not { } global) return null;
        if (global != _arguments && !global.IsDeclared && IsInMain())
        {
            if (_functions.ContainsKey(name) || _variants.ContainsKey(name)) return null;
            _diagnostics.Error(
                LanguageCodes.UsedBeforeDeclaration,
                span,
                $"'{name}' is used before the line that declares it");
            return new BoundError(span);
        }

        return global == _arguments || !IsInMain() ? Use(global, span) : null;
    }

    private bool IsInMain() => _context.IsMain || _context.IsClosureOfMain;

    private static MochiType? FieldOf(MochiType type, string name) => type.Pruned switch
    {
        RecordType record when record.IndexOf(name) is >= 0 and var index => record.Fields[index].Type,
        RowType row when row.Layout.IndexOf(name) is >= 0 and var index => row.Types[index],
        _ => null,
    };

    /// <summary>A variable of the main program that a function reads is shared between them.</summary>
    private BoundLocal Use(LocalSymbol symbol, TextSpan span)
    {
        if (symbol.Owner.IsMain && _context != symbol.Owner && !_context.IsClosureOfMain) symbol.IsShared = true;
        return new BoundLocal(span, symbol);
    }

    private FunctionSymbol? FindMethodOfReceiver(string name)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Receiver?.Type.Pruned is RecordType record && record.Methods.TryGetValue(name, out var method))
            {
                return method;
            }
        }

        return null;
    }

    private LocalSymbol? FindReceiver()
    {
        var scope = _scope;
        while (scope is not null && scope.Receiver is null) scope = scope.Parent;
        return scope?.Receiver;
    }

    private BoundExpression BindName(IdentifierSyntax syntax) => BindNameValue(syntax, expected: null);

    private BoundExpression BindNameValue(IdentifierSyntax syntax, MochiType? expected)
    {
        var (name, span) = (syntax.Name, syntax.Span);
        if (FindVariable(name, span) is { } variable) return variable;
        if (_functions.TryGetValue(name, out var function)) return FunctionValue(span, function);
        if (_variants.TryGetValue(name, out var variant)) return VariantValue(span, variant);
        if (_unsupportedNames.Contains(name)) return new BoundError(span);
        if (_builtins.Find(name) is { } overloads) return BuiltinValue(span, name, overloads, expected);
        UnknownName(span, name);
        return new BoundError(span);
    }

    private BoundExpression FunctionValue(TextSpan span, FunctionSymbol function)
    {
        EnsureResult(function);
        function.IsValue = true;
        var type = (FunctionType)Instantiate(function.Type, function.TypeParameters);
        return new BoundFunctionValue(span, function, type);
    }

    private void EnsureResult(FunctionSymbol function)
    {
        if (function.Result.Pruned is TypeVariable) BindBody(function);
    }

    private BoundExpression VariantValue(TextSpan span, VariantSymbol variant)
    {
        if (variant.Fields.Count == 0) return new BoundConstruct(span, variant.Tag, [], [], variant.Union);
        var context = new FunctionContext(_context, symbol: null) { Result = variant.Union };
        var parameters = variant.Fields
            .Select((field, index) => new LocalSymbol($"a{index}", field.Type, span, mutable: false, context))
            .ToList();
        var values = parameters.Select(parameter => (BoundExpression)new BoundLocal(span, parameter)).ToList();
        var value = new BoundConstruct(span, variant.Tag, values, [.. Enumerable.Range(0, values.Count)], variant.Union);
        var body = new BoundBlock(span, [new BoundReturn(span, value)]);
        var type = new FunctionType([.. variant.Fields.Select(field => field.Type)], variant.Union);
        return new BoundLambda(span, context, parameters, body, type);
    }

    /// <summary>A built-in function as a value: a function that calls it.</summary>
    private BoundExpression BuiltinValue(
        TextSpan span,
        string name,
        IReadOnlyList<BuiltinOverload> overloads,
        MochiType? expected)
    {
        var wanted = expected?.Pruned as FunctionType;
        var count = wanted?.Parameters.Count ?? overloads[0].Parameters.Count;
        var context = new FunctionContext(_context, symbol: null);
        var parameters = Enumerable.Range(0, count)
            .Select(index => new LocalSymbol(
                $"a{index}",
                wanted?.Parameters[index].Pruned ?? MochiType.Any,
                span,
                mutable: false,
                context))
            .ToList();
        var arguments = parameters.Select(parameter => (BoundExpression)new BoundLocal(span, parameter)).ToList();
        var value = BindBuiltin(new NameSyntax(span, name), span, arguments, []);
        context.Result = value.ResolvedType;
        var body = new BoundBlock(span, [new BoundReturn(span, value)]);
        var type = new FunctionType([.. parameters.Select(parameter => parameter.Type)], value.ResolvedType);
        return new BoundLambda(span, context, parameters, body, type);
    }

    private void UnknownName(TextSpan span, string name)
    {
        var candidates = new List<string>(_functions.Keys.Concat(_variants.Keys).Concat(Builtins.Names));
        for (var scope = _scope; scope is not null; scope = scope.Parent) candidates.AddRange(scope.Names);
        var hint = name switch
        {
            "nil" or "null" or "None" or "undefined" => "a missing value is written 'none'",
            "True" or "False" => $"write '{(name == "True" ? "true" : "false")}'",
            "_" => "'_' stands for nothing here; name the value to use it",
            _ => NearestName.Hint(name, candidates),
        };
        _diagnostics.Error(LanguageCodes.UnknownName, span, $"there is no '{name}'", hint);
    }

    /// <summary>True when the program gives the name a meaning of its own.</summary>
    private bool IsUserName(string name)
    {
        if (_functions.ContainsKey(name) || _unsupportedNames.Contains(name)) return true;
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is not null) return true;
        }

        return false;
    }

    /// <summary>Replaces the type parameters of a generic function by types that are still open.</summary>
    private static MochiType Instantiate(MochiType type, IReadOnlyList<TypeParameterType> parameters)
    {
        if (parameters.Count == 0) return type;
        var open = parameters.ToDictionary(parameter => parameter, MochiType (_) => new TypeVariable());
        return TypeSubstitution.Apply(type, open);
    }
}
