using System.Numerics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundBlock BindBlock(BlockSyntax block, Action<Scope>? declare = null)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        declare?.Invoke(_scope);
        var statements = new List<BoundStatement>();
        BindStatements(block.Statements, statements);
        _scope = outer;
        return new BoundBlock(block.Span, statements);
    }

    private void BindStatements(IReadOnlyList<StatementSyntax> syntax, List<BoundStatement> statements)
    {
        for (var i = 0; i < syntax.Count && !_diagnostics.IsFull; i++)
        {
            if (syntax[i] is FunctionSyntax first)
            {
                if (_scope == _mainScope && _functions.ContainsKey(first.Name.Text)) continue;
                var group = new List<FunctionSyntax> { first };
                while (i + 1 < syntax.Count && syntax[i + 1] is FunctionSyntax next)
                {
                    group.Add(next);
                    i++;
                }

                statements.Add(BindFunctions(group));
                continue;
            }

            BindStatement(syntax[i], statements);
        }
    }

    private void BindStatement(StatementSyntax syntax, List<BoundStatement> statements)
    {
        switch (syntax)
        {
            case VariableSyntax variable:
                statements.Add(BindVariable(variable));
                break;
            case ListDestructuringSyntax destructuring:
                BindListDestructuring(destructuring, statements);
                break;
            case MapDestructuringSyntax destructuring:
                BindMapDestructuring(destructuring, statements);
                break;
            case AssignmentSyntax assignment:
                if (BindAssignment(assignment) is { } bound) statements.Add(bound);
                break;
            case ExpressionStatementSyntax expression:
                statements.Add(BindExpressionStatement(expression));
                break;
            case IfSyntax choice:
                statements.Add(BindIfStatement(choice));
                break;
            case WhileSyntax loop:
                var condition = BindCondition(loop.Condition);
                statements.Add(new BoundWhile(loop.Span, condition, BindLoopBody(loop.Body, null)));
                break;
            case ForSyntax loop:
                statements.Add(BindFor(loop));
                break;
            case ReturnSyntax syntaxReturn:
                statements.Add(BindReturn(syntaxReturn));
                break;
            case BreakSyntax or ContinueSyntax:
                if (_context.LoopDepth == 0)
                {
                    _diagnostics.Error(
                        LanguageCodes.OutsideLoop,
                        syntax.Span,
                        $"'{(syntax is BreakSyntax ? "break" : "continue")}' stands outside a loop");
                }

                statements.Add(syntax is BreakSyntax ? new BoundBreak(syntax.Span) : new BoundContinue(syntax.Span));
                break;
            case TrySyntax attempt:
                statements.Add(BindTry(attempt));
                break;
            case ExpectSyntax expect:
                var expected = BindCondition(expect.Value);
                var text = _source.Text.Substring(expect.Value.Span.Start, expect.Value.Span.Length);
                statements.Add(new BoundExpect(expect.Span, expected, text));
                break;
            case TestSyntax test:
                BindTest(test);
                break;
            case UpdateSyntax update:
                if (BindUpdate(update) is { } boundUpdate) statements.Add(boundUpdate);
                break;
            case UnsupportedStatementSyntax unsupported:
                foreach (var name in unsupported.Names) _unsupportedNames.Add(name);
                if (unsupported.Feature == "imports") _importedNames.UnionWith(unsupported.Names);
                var isPartOfImport = unsupported.Feature == "extern declarations" && _importedNames.Overlaps(unsupported.Names);
                if (!isPartOfImport) Unsupported(unsupported.Span, unsupported.Feature);
                break;
            case RecordDeclarationSyntax or UnionDeclarationSyntax or AliasDeclarationSyntax:
                if (_scope != _mainScope)
                {
                    Unsupported(syntax.Span, "types inside a block");
                }

                break;
        }
    }

    private LocalSymbol Declare(NameSyntax name, MochiType type, bool mutable, bool isLoopVariable = false)
    {
        var symbol = new LocalSymbol(name.Text, type, name.Span, mutable, _context) { IsLoopVariable = isLoopVariable };
        if (name.Text != "_") _scope.Declare(symbol);
        return symbol;
    }

    private BoundVariable BindVariable(VariableSyntax syntax)
    {
        var isGlobal = _globalVariables.TryGetValue(syntax, out var global);
        MochiType? declared = isGlobal && syntax.Type is not null ? global!.Type
            : syntax.Type is null ? null : ResolveType(syntax.Type);
        BoundExpression value;
        if (syntax.Value is null)
        {
            value = ZeroValue(syntax.Name.Span, declared!, []) ?? new BoundError(syntax.Span);
        }
        else
        {
            value = declared is null ? BindExpression(syntax.Value) : BindConverted(syntax.Value, declared);
        }

        var type = declared ?? value.ResolvedType;
        if (type.Is(MochiType.Never)) type = MochiType.Any;
        LocalSymbol symbol;
        if (isGlobal)
        {
            symbol = global!;
            if (declared is null && symbol.Type is TypeVariable { Pruned: TypeVariable open }) open.Bind(type);
            if (declared is null && symbol.Type.Pruned != type.Pruned) value = Convert(value, symbol.Type);
            symbol.Type = symbol.Type.Pruned;
            symbol.IsDeclared = true;
            if (symbol.Name != "_") _scope.Declare(symbol);
        }
        else
        {
            symbol = Declare(syntax.Name, type, syntax.Mutable);
        }

        if (!syntax.Mutable && value is BoundLiteral { Value: not null } literal) symbol.Constant = literal;
        return new BoundVariable(syntax.Span, symbol, value);
    }

    private void BindListDestructuring(ListDestructuringSyntax syntax, List<BoundStatement> statements)
    {
        var value = BindExpression(syntax.Value);
        var held = new LocalSymbol("list", value.ResolvedType, syntax.Span, mutable: false, _context);
        statements.Add(new BoundVariable(syntax.Span, held, value));
        for (var i = 0; i < syntax.Names.Count; i++)
        {
            var name = syntax.Names[i];
            var index = new BoundLiteral(name.Span, new BigInteger(i), MochiType.Int);
            var element = Index(name.Span, new BoundLocal(syntax.Value.Span, held), index);
            statements.Add(new BoundVariable(name.Span, Declare(name, element.ResolvedType, syntax.Mutable), element));
        }
    }

    private void BindMapDestructuring(MapDestructuringSyntax syntax, List<BoundStatement> statements)
    {
        var value = BindExpression(syntax.Value);
        var held = new LocalSymbol("map", value.ResolvedType, syntax.Span, mutable: false, _context);
        statements.Add(new BoundVariable(syntax.Span, held, value));
        foreach (var (key, name) in syntax.Entries)
        {
            var element = Index(name.Span, new BoundLocal(syntax.Value.Span, held), new BoundLiteral(key.Span, key.Value, MochiType.String));
            statements.Add(new BoundVariable(name.Span, Declare(name, element.ResolvedType, syntax.Mutable), element));
        }
    }

    /// <summary>What a variable without an initializer holds; reports types that have no such value.</summary>
    private BoundExpression? ZeroValue(TextSpan span, MochiType type, HashSet<MochiType> open)
    {
        type = type.Pruned;
        if (type.Is(MochiType.Int)) return new BoundLiteral(span, BigInteger.Zero, type);
        if (type.Is(MochiType.Float)) return new BoundLiteral(span, 0.0, type);
        if (type.Is(MochiType.Bool)) return new BoundLiteral(span, false, type);
        if (type.Is(MochiType.String)) return new BoundLiteral(span, "", type);
        if (type.Is(MochiType.Unit)) return new BoundUnit(span);
        if (type.IsError) return new BoundError(span);
        switch (type)
        {
            case ListType: return new BoundList(span, [], type);
            case MapType: return new BoundMap(span, [], type);
            case SetType: return new BoundSet(span, [], type);
            case OptionType: return new BoundLiteral(span, null, type);
            case PrimitiveType: return new BoundLiteral(span, null, type);
            case RowType row:
                return Construct(row.Layout.Tag, row.Types, row);
            case RecordType record when open.Add(record):
                return Construct(record.Tag, [.. record.Fields.Select(field => field.Type)], record);
        }

        _diagnostics.Error(
            LanguageCodes.MissingField,
            span,
            $"a variable of type {type} needs a value",
            "write '= value' after the type");
        return null;

        BoundConstruct? Construct(string tag, IReadOnlyList<MochiType> types, MochiType result)
        {
            var values = types.Select(part => ZeroValue(span, part, open)).ToList();
            if (values.Contains(null)) return null;
            return new BoundConstruct(span, tag, values!, [.. Enumerable.Range(0, values.Count)], result);
        }
    }

    private BoundStatement BindExpressionStatement(ExpressionStatementSyntax syntax)
    {
        switch (syntax.Expression)
        {
            case CallSyntax { Callee: FieldAccessSyntax { Safe: false } method } call
                when method.Name.Text is "push" or "add" && BindMutatingCall(call, method) is { } assignment:
                return assignment;
            case CallSyntax { Callee: IdentifierSyntax { Name: "json" } } call
                when call.Arguments.Count == 1 && !IsUserName("json"):
                var text = new BoundBuiltinCall(
                    syntax.Span, "mochi_json:encode", [BindExpression(call.Arguments[0])], MochiType.String);
                var print = new BoundBuiltinCall(syntax.Span, "op:print", [text], MochiType.Unit);
                return new BoundExpressionStatement(syntax.Span, print);
        }

        var expression = syntax.Expression switch
        {
            MatchSyntax match => BindMatch(match, expected: null, discard: true),
            IfExpressionSyntax choice => BindIf(choice, expected: null, discard: true),
            _ => BindExpression(syntax.Expression),
        };
        if (!HasEffect(expression))
        {
            _diagnostics.Warning(
                LanguageCodes.UselessStatement,
                syntax.Span,
                "this expression has no effect",
                "its value is dropped; assign it, print it or remove it");
        }

        return new BoundExpressionStatement(syntax.Span, expression);
    }

    private static bool HasEffect(BoundExpression expression) => expression is not
        (BoundLiteral or BoundLocal or BoundFunctionValue or BoundUnary or BoundBinary or BoundField or BoundLambda
        or BoundList or BoundMap or BoundSet or BoundConstruct);

    private BoundIfStatement BindIfStatement(IfSyntax syntax)
    {
        var condition = BindCondition(syntax.Condition);
        var then = BindBlock(syntax.Then);
        var otherwise = syntax.Else is null ? null : BindBlock(syntax.Else);
        return new BoundIfStatement(syntax.Span, condition, then, otherwise);
    }

    private BoundReturn BindReturn(ReturnSyntax syntax)
    {
        if (_context.Result is not { } result)
        {
            _diagnostics.Error(
                LanguageCodes.OutsideFunction,
                syntax.Span,
                "'return' stands outside a function",
                "the statements at the top of a file run to the end");
            if (syntax.Value is not null) BindExpression(syntax.Value);
            return new BoundReturn(syntax.Span, Value: null);
        }

        if (syntax.Value is null)
        {
            if (!result.Is(MochiType.Unit) && !result.IsAny && !result.IsError && result.Pruned is not TypeVariable)
            {
                _diagnostics.Error(
                    LanguageCodes.TypeMismatch,
                    syntax.Span,
                    $"expected a value of type {result.Pruned} behind 'return'");
            }

            return new BoundReturn(syntax.Span, Value: null);
        }

        if (result.Is(MochiType.Unit))
        {
            var value = BindExpression(syntax.Value);
            if (!value.Type.Is(MochiType.Unit) && !value.Type.Is(MochiType.Never) && !value.Type.IsError)
            {
                _diagnostics.Error(
                    LanguageCodes.TypeMismatch,
                    value.Span,
                    $"this function returns no value, found {value.ResolvedType}",
                    $"declare its result: '): {value.ResolvedType} {{'");
            }

            return new BoundReturn(syntax.Span, value);
        }

        return new BoundReturn(syntax.Span, BindConverted(syntax.Value, result));
    }

    private BoundTry BindTry(TrySyntax syntax)
    {
        var body = BindBlock(syntax.Body);
        LocalSymbol? error = null;
        var handler = BindBlock(syntax.Handler, _ =>
        {
            if (syntax.Name is not null) error = Declare(syntax.Name, _exception, mutable: false);
        });
        return new BoundTry(syntax.Span, body, error, handler);
    }

    private void BindTest(TestSyntax syntax)
    {
        var context = new FunctionContext(_context, symbol: null) { Result = MochiType.Unit };
        var outer = _context;
        _context = context;
        var body = BindBlock(syntax.Body);
        _context = outer;
        var lambda = new BoundLambda(syntax.Span, context, [], body, new FunctionType([], MochiType.Unit));
        if (!outer.IsMain || _scope != _mainScope) Unsupported(syntax.Span, "tests inside a block");
        _tests.Add(new BoundTest(syntax.Span, syntax.Name, lambda));
    }
}
