using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <content>Blocks, bindings, choices and loops.</content>
internal sealed partial class MirFunctionParser
{
    private Expression ParseKeyword(MirToken start)
    {
        if (start.Text == "fun")
        {
            return ParseLambda(start);
        }

        _reader.Take();
        switch (start.Text)
        {
            case "const":
                var position = _positions.Parse(start);
                return new LiteralExpression(_terms.Parse()) { Position = position };
            case "map":
                return ParseMap(start);
            case "bits":
                return ParseBitstring(start);
            case "field":
                return ParseField(start);
            case "update":
                return ParseUpdate(start);
            case "call":
                return ParseCall(start);
            case "remote":
                return ParseRemoteCall(start);
            case "dynamic":
                return ParseDynamicCall(start);
            case "apply":
                return ParseApply(start);
            case "let":
                return ParseLet(start, isMutable: false);
            case "var":
                return ParseLet(start, isMutable: true);
            case "set":
                return ParseAssign(start);
            case "letrec":
                return ParseLetFunctions(start);
            case "if":
                return ParseIf(start);
            case "match":
                return ParseMatch(start);
            case "loop":
                return ParseLoop(start);
            case "for":
                return ParseFor(start);
            case "break":
                position = _positions.Parse(start);
                return new BreakExpression(_scope.FindLoop(TakeLoopName())) { Position = position };
            case "continue":
                position = _positions.Parse(start);
                return new ContinueExpression(_scope.FindLoop(TakeLoopName())) { Position = position };
            case "return":
                position = _positions.Parse(start);
                return new ReturnExpression(ParseExpression()) { Position = position };
            case "raise":
                return ParseRaise(start);
            case "try":
                return ParseTry(start);
            default:
                _reader.Index--;
                throw _reader.Fail(
                    $"an expression is expected here, not '{start.Text}'", $"write `{start.Text}` if a local is meant");
        }
    }

    private BlockExpression ParseBlock(MirToken start)
    {
        var expressions = ParseLines(ParseExpression);
        return new BlockExpression(expressions) { Position = _positions.Parse(start) };
    }

    /// <summary>
    /// Items between braces, each on a line of its own or after a semicolon. After an error reading goes on at the next line
    /// of the same braces.
    /// </summary>
    private ImmutableArray<T> ParseLines<T>(Func<T> parse)
    {
        _reader.Expect("{");
        var items = ImmutableArray.CreateBuilder<T>();
        while (!_reader.Current.IsSign("}"))
        {
            if (_reader.AtEnd || IsFunctionStart())
            {
                throw _reader.Fail("a '}' is missing before this");
            }

            var start = _reader.Index;
            try
            {
                items.Add(parse());
                if (!_reader.TakeSign(";") && !_reader.Current.IsSign("}") && !_reader.Current.StartsLine)
                {
                    throw _reader.Fail(
                        $"a new line is expected here, not {MirTokenReader.Describe(_reader.Current)}",
                        "a ';' can stand for it");
                }
            }
            catch (MirSyntaxException failure) when (!failure.LeavesFunction && !_reader.AtEnd && !IsFunctionStart())
            {
                SkipLine(start);
            }
        }

        _reader.Expect("}");
        return items.ToImmutable();
    }

    private bool IsFunctionStart() =>
        _reader.Current.StartsLine && (_reader.Current.IsWord("function") || _reader.Current.IsWord("export"));

    /// <summary>Goes on to the first token of a later line that stands in the braces that an item began in.</summary>
    private void SkipLine(int start)
    {
        var failedAt = _reader.Index;
        var depth = 0;
        for (_reader.Index = start; !_reader.AtEnd; _reader.Take())
        {
            if (IsFunctionStart())
            {
                return;
            }

            if (_reader.Index > failedAt && depth <= 0 && (_reader.Current.StartsLine || _reader.Current.IsSign("}")))
            {
                return;
            }

            if (_reader.Current.IsSign("{") || _reader.Current.IsSign("#{"))
            {
                depth++;
            }
            else if (_reader.Current.IsSign("}") && --depth < 0)
            {
                return;
            }
        }
    }

    private LetExpression ParseLet(MirToken start, bool isMutable)
    {
        var position = _positions.Parse(start);
        var local = ParseDeclaration(isMutable);
        _reader.Expect("=");
        return new LetExpression(local, ParseExpression()) { Position = position };
    }

    private AssignExpression ParseAssign(MirToken start)
    {
        var position = _positions.Parse(start);
        var local = _scope.Find(TakeName("the name of a local"));
        _reader.Expect("=");
        return new AssignExpression(local, ParseExpression()) { Position = position };
    }

    private LetFunctionsExpression ParseLetFunctions(MirToken start)
    {
        var position = _positions.Parse(start);
        var functions = ParseLines(() =>
        {
            var local = ParseLocal();
            _reader.Expect("=");
            if (!_reader.Current.IsWord("fun"))
            {
                throw _reader.Fail($"'fun' is expected here, not {MirTokenReader.Describe(_reader.Current)}");
            }

            return new LocalFunction(local, ParseLambda(_reader.Current));
        });
        return new LetFunctionsExpression(functions) { Position = position };
    }

    private IfExpression ParseIf(MirToken start)
    {
        var position = _positions.Parse(start);
        var condition = ParseExpression();
        _reader.ExpectWord("then");
        var then = ParseExpression();
        _reader.ExpectWord("else");
        return new IfExpression(condition, then, ParseExpression()) { Position = position };
    }

    private MatchExpression ParseMatch(MirToken start)
    {
        var position = _positions.Parse(start);
        var subject = ParseExpression();
        Expression? otherwise = null;
        var clauses = ParseLines<MatchClause?>(() =>
        {
            if (otherwise is not null)
            {
                throw _reader.Fail("nothing can follow the else of a match");
            }

            if (_reader.TakeWord("else"))
            {
                _reader.Expect("->");
                otherwise = ParseExpression();
                return null;
            }

            var pattern = ParsePattern();
            var guard = _reader.TakeWord("when") ? ParseExpression() : null;
            _reader.Expect("->");
            return new MatchClause(pattern, guard, ParseExpression());
        });
        return new MatchExpression(subject, [.. clauses.OfType<MatchClause>()]) { Otherwise = otherwise, Position = position };
    }

    private LoopExpression ParseLoop(MirToken start)
    {
        var position = _positions.Parse(start);
        var label = _scope.DeclareLoop(TakeLoopName());
        var condition = _reader.TakeWord("while") ? ParseExpression() : null;
        var step = _reader.TakeWord("step") ? ParseExpression() : null;
        _reader.ExpectWord("do");
        return new LoopExpression(label, condition, ParseExpression(), step) { Position = position };
    }

    private Expression ParseFor(MirToken start)
    {
        var position = _positions.Parse(start);
        var label = _scope.DeclareLoop(TakeLoopName());
        _reader.Expect(",");
        var variable = ParseLocal();
        if (_reader.TakeWord("in"))
        {
            var list = ParseExpression();
            _reader.ExpectWord("do");
            return new ForEachExpression(label, variable, list, ParseExpression()) { Position = position };
        }

        _reader.ExpectWord("from");
        var from = ParseExpression();
        _reader.ExpectWord("to");
        var to = ParseExpression();
        _reader.ExpectWord("do");
        return new ForRangeExpression(label, variable, from, to, ParseExpression()) { Position = position };
    }

    private RaiseExpression ParseRaise(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        var exceptionClass = ParseExpression();
        _reader.Expect(",");
        var reason = ParseExpression();
        var stack = _reader.TakeSign(",") ? ParseExpression() : null;
        _reader.Expect(")");
        return new RaiseExpression(exceptionClass, reason, stack) { Position = position };
    }

    private TryExpression ParseTry(MirToken start)
    {
        var position = _positions.Parse(start);
        var body = ParseExpression();
        _reader.ExpectWord("catch");
        var exceptionClass = ParseLocal();
        _reader.Expect(",");
        var reason = ParseLocal();
        _reader.Expect(",");
        var stack = ParseLocal();
        _reader.ExpectWord("do");
        return new TryExpression(body, exceptionClass, reason, stack, ParseExpression()) { Position = position };
    }
}
