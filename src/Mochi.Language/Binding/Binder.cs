using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>
/// Turns the syntax of one file into a bound program: names become symbols, every expression gets a type, and what is
/// wrong is reported. Types of variables are inferred from their first value, those of empty collections from later use.
/// </summary>
internal sealed partial class Binder
{
    private readonly DiagnosticBag _diagnostics;
    private readonly SourceText _source;
    private readonly Builtins _builtins = new();
    private readonly TagNames _tags = new();
    private readonly RowLayouts _layouts = new();
    private readonly Dictionary<string, MochiType> _types = [];
    private readonly Dictionary<string, AliasDeclarationSyntax> _aliases = [];
    private readonly HashSet<string> _openAliases = [];
    private readonly Dictionary<string, VariantSymbol> _variants = [];
    private readonly Dictionary<string, FunctionSymbol> _functions = [];
    private readonly List<FunctionSymbol> _allFunctions = [];
    private readonly List<RecordType> _records = [];
    private readonly List<UnionType> _unions = [];
    private readonly List<BoundTest> _tests = [];
    private readonly List<BoundCall> _calls = [];
    private readonly HashSet<string> _unsupportedNames = [];
    private readonly HashSet<string> _importedNames = [];
    private readonly HashSet<string> _reportedFeatures = [];
    private readonly FunctionContext _main = new(parent: null, symbol: null);
    private readonly Scope _globals = new(parent: null);
    private readonly Scope _mainScope = new(parent: null);
    private readonly Dictionary<VariableSyntax, LocalSymbol> _globalVariables = new(ReferenceEqualityComparer.Instance);
    private readonly LocalSymbol _arguments;
    private readonly RecordType _exception;
    private Dictionary<string, MochiType> _typeParameters = [];
    private FunctionContext _context;
    private Scope _scope;

    private Binder(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _context = _main;
        _scope = _mainScope;
        _arguments = new LocalSymbol("args", new ListType(MochiType.String), default, mutable: false, _main);
        _exception = new RecordType("exception", "mochi_exception");
        _exception.Fields.Add(new FieldSymbol("code", MochiType.Any));
        _exception.Fields.Add(new FieldSymbol("message", MochiType.String));
        _exception.Fields.Add(new FieldSymbol("stack", new ListType(MochiType.Any)));
    }

    public static BoundProgram Bind(SourceText source, ProgramSyntax program, DiagnosticBag diagnostics) =>
        new Binder(source, diagnostics).Program(program);

    private BoundProgram Program(ProgramSyntax program)
    {
        foreach (var fields in program.FieldSets)
        {
            if (fields.Distinct().Count() == fields.Count) _layouts.Declare(fields);
        }

        DeclareUnsupported(program.Statements);
        DeclareTypes(program.Statements);
        DeclareFunctions(program.Statements);
        DeclareGlobals(program.Statements);
        var main = new List<BoundStatement>();
        BindStatements(program.Statements, main);
        foreach (var function in _allFunctions) BindBody(function);
        AddMainCall(main);
        InOutParameters.Infer(_allFunctions, _calls);
        return new BoundProgram(main, _main, _tests, _allFunctions, _records, _unions, _layouts, _arguments);
    }

    /// <summary>
    /// A function <c>main</c> without parameters, or with the arguments, runs after the statements at the top.
    /// </summary>
    private void AddMainCall(List<BoundStatement> main)
    {
        if (!_functions.TryGetValue("main", out var function) || _calls.Any(call => call.Function == function)) return;
        var span = function.Syntax.Name.Span;
        IReadOnlyList<BoundExpression>? arguments = function.Parameters.Count switch
        {
            0 => [],
            1 when function.Parameters[0].Type.Pruned is ListType { Element: var element } &&
                (element.Is(MochiType.String) || element.IsAny) => [new BoundLocal(span, _arguments)],
            1 when function.Parameters[0].Type.IsAny => [new BoundLocal(span, _arguments)],
            _ => null,
        };
        if (arguments is null) return;
        var call = new BoundCall(span, function, arguments, _main, function.Result);
        main.Add(new BoundExpressionStatement(span, call));
    }

    private void DeclareUnsupported(IEnumerable<StatementSyntax> statements)
    {
        foreach (var statement in statements.OfType<UnsupportedStatementSyntax>())
        {
            foreach (var name in statement.Names) _unsupportedNames.Add(name);
        }
    }

    private void DeclareGlobals(IEnumerable<StatementSyntax> statements)
    {
        _globals.Declare(_arguments);
        foreach (var syntax in statements.OfType<VariableSyntax>())
        {
            var type = syntax.Type is null ? new TypeVariable() : ResolveType(syntax.Type);
            var symbol = new LocalSymbol(syntax.Name.Text, type, syntax.Name.Span, syntax.Mutable, _main)
            {
                IsDeclared = false,
            };
            _globalVariables.Add(syntax, symbol);
            _globals.Declare(symbol);
        }
    }

    private void DeclareFunctions(IEnumerable<StatementSyntax> statements)
    {
        foreach (var record in _records)
        {
            foreach (var method in record.Methods.Values) _allFunctions.Add(method);
        }

        foreach (var syntax in statements.OfType<FunctionSyntax>())
        {
            var symbol = new FunctionSymbol(syntax, receiver: null) { EmittedName = EmittedName(syntax.Name.Text) };
            if (!_functions.TryAdd(syntax.Name.Text, symbol))
            {
                _diagnostics.Error(
                    LanguageCodes.DuplicateName,
                    syntax.Name.Span,
                    $"there is a function '{syntax.Name.Text}' already");
                continue;
            }

            _allFunctions.Add(symbol);
        }

        foreach (var function in _allFunctions) DeclareSignature(function);
    }

    /// <summary>The names of the module's own functions are kept free.</summary>
    private static string EmittedName(string name) => name is "main" or "start" or "module_info" ? name + "'" : name;

    private void DeclareSignature(FunctionSymbol function)
    {
        var syntax = function.Syntax;
        function.Context = new FunctionContext(_main, function);
        function.TypeParameters = [.. syntax.TypeParameters.Select(name => new TypeParameterType(name.Text))];
        InTypeParameters(syntax.TypeParameters, function.TypeParameters, () =>
        {
            if (function.Receiver is { } receiver)
            {
                function.Parameters.Add(new LocalSymbol("self", receiver, syntax.Name.Span, mutable: true, function.Context)
                {
                    ParameterIndex = 0,
                });
            }

            foreach (var parameter in syntax.Parameters)
            {
                if (function.Parameters.Any(other => other.Name == parameter.Name.Text))
                {
                    _diagnostics.Error(
                        LanguageCodes.DuplicateName,
                        parameter.Name.Span,
                        $"there is a parameter '{parameter.Name.Text}' already");
                }

                var type = parameter.Type is null ? MochiType.Any : ResolveType(parameter.Type);
                function.Parameters.Add(new LocalSymbol(parameter.Name.Text, type, parameter.Span, mutable: true, function.Context)
                {
                    ParameterIndex = function.Parameters.Count,
                });
            }

            function.Result = syntax.Result is not null ? ResolveType(syntax.Result)
                : ReturnsValue(syntax.Body) ? new TypeVariable()
                : MochiType.Unit;
        });
        function.Context.Result = function.Result;
    }

    private void InTypeParameters(
        IReadOnlyList<NameSyntax> names,
        IReadOnlyList<TypeParameterType> parameters,
        Action action)
    {
        var outer = _typeParameters;
        if (names.Count > 0)
        {
            _typeParameters = new Dictionary<string, MochiType>(outer);
            foreach (var (name, parameter) in names.Zip(parameters)) _typeParameters[name.Text] = parameter;
        }

        action();
        _typeParameters = outer;
    }

    private void BindBody(FunctionSymbol function)
    {
        if (function.State != BindingState.Waiting) return;
        function.State = BindingState.Started;
        var (context, scope) = (_context, _scope);
        _context = function.Context;
        _scope = new Scope(_globals) { Receiver = function.Receiver is null ? null : function.Parameters[0] };
        foreach (var parameter in function.Parameters) _scope.Declare(parameter);
        InTypeParameters(function.Syntax.TypeParameters, function.TypeParameters, () =>
        {
            function.Body = BindBlock(function.Syntax.Body);
        });
        (_context, _scope) = (context, scope);
        if (function.Result is TypeVariable { Pruned: TypeVariable open }) open.Bind(MochiType.Any);
        WarnMissingReturn(function.Syntax.Name, function.Result, function.Body!);
        function.State = BindingState.Done;
    }

    private void WarnMissingReturn(NameSyntax name, MochiType result, BoundBlock body)
    {
        if (result.Is(MochiType.Unit) || result.IsAny || result.IsError || !ControlFlow.CanEnd(body)) return;
        _diagnostics.Warning(
            LanguageCodes.MissingReturn,
            name.Span,
            $"'{name.Text}' can end without returning a value of type {result.Pruned}",
            "return a value on every path; an end without one is an error when the program runs");
    }

    private void Unsupported(TextSpan span, string feature, bool always = false)
    {
        if (!_reportedFeatures.Add(feature) && !always) return;
        _diagnostics.Error(
            LanguageCodes.Unsupported,
            span,
            $"{feature} are not supported yet",
            "the language page of the documentation lists what is");
    }
}
