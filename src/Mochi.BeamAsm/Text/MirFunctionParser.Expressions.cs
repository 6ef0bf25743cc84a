using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <content>Expressions that compute values.</content>
internal sealed partial class MirFunctionParser
{
    private Expression ParseExpression()
    {
        var level = _reader.Enter();
        var expression = ParsePrimary();
        _reader.Leave(level);
        return expression;
    }

    private Expression ParsePrimary()
    {
        var start = _reader.Current;
        if (_terms.IsNumber)
        {
            return Literal(_terms.ParseNumber(), start);
        }

        switch (start.Kind)
        {
            case MirTokenKind.Atom when _reader.IsCall:
            case MirTokenKind.Sign when start.Text is "+" or "-" && _reader.IsCall:
                return ParseBuiltIn(start);
            case MirTokenKind.Atom:
                return Literal(Term.Atom(_reader.Take().Text), start);
            case MirTokenKind.Name when start.Suffix == 0 && MirSyntax.Keywords.Contains(start.Text):
                return ParseKeyword(start);
            case MirTokenKind.Name when _reader.IsCall:
                return ParseBuiltIn(start);
            case MirTokenKind.QuotedName:
            case MirTokenKind.Name when start.Text != "_":
                return new LocalExpression(_scope.Find(_reader.Take())) { Position = _positions.Parse(start) };
            case MirTokenKind.Sign:
                return ParseSign(start);
            case MirTokenKind.String:
                throw _reader.Fail(
                    "a text must say what it is", "a binary is written <<\"text\">>, a list of characters const \"text\"");
            default:
                throw _reader.Fail($"an expression is expected here, not {MirTokenReader.Describe(start)}");
        }
    }

    private Expression ParseSign(MirToken start)
    {
        switch (start.Text)
        {
            case "<<":
                return Literal(_terms.ParseBitstring(), start);
            case "[":
                return ParseList(start);
            case "{":
                return ParseBlock(start);
            case "(":
                return ParseInfix(start);
            case "#(":
                _reader.Take();
                return new TupleExpression(ParseItems(")", ParseExpression)) { Position = EndWithPosition(")", start) };
            case "!":
                _reader.Take();
                var position = _positions.Parse(start);
                return new NotExpression(ParseExpression()) { Position = position };
            case "&":
                return ParseFunctionValue(start);
            default:
                throw _reader.Fail($"an expression is expected here, not '{start.Text}'");
        }
    }

    private LiteralExpression Literal(Term value, MirToken start) => new(value) { Position = _positions.Parse(start) };

    private SourcePosition EndWithPosition(string sign, MirToken start)
    {
        _reader.Expect(sign);
        return _positions.Parse(start);
    }

    private Expression? ParseFailure() => _reader.TakeWord("else") ? ParseExpression() : null;

    private BuiltInExpression ParseBuiltIn(MirToken start)
    {
        var name = _reader.Take().Text;
        _reader.Expect("(");
        var arguments = ParseItems(")", ParseExpression);
        var failure = ParseFailure();
        return new BuiltInExpression(name, arguments) { OnFailure = failure, Position = EndWithPosition(")", start) };
    }

    private Expression ParseInfix(MirToken start)
    {
        _reader.Expect("(");
        var left = ParseExpression();
        if (_reader.TakeSign(")"))
        {
            return left;
        }

        var sign = _reader.Current;
        var isShortCircuit = sign.IsSign("&&") || sign.IsSign("||");
        if (!isShortCircuit
            && !(sign is { Kind: MirTokenKind.Sign or MirTokenKind.Name, Suffix: 0 } && MirSyntax.InfixBuiltIns.Contains(sign.Text)))
        {
            throw _reader.Fail($"an operator or ')' is expected here, not {MirTokenReader.Describe(sign)}");
        }

        _reader.Take();
        var right = ParseExpression();
        var failure = isShortCircuit ? null : ParseFailure();
        if (!_reader.Current.IsSign(")"))
        {
            throw _reader.Fail(
                $"')' is expected here, not {MirTokenReader.Describe(_reader.Current)}",
                "every operation stands between parentheses of its own");
        }

        var position = EndWithPosition(")", start);
        return sign.Text switch
        {
            "&&" => new AndExpression(left, right) { Position = position },
            "||" => new OrExpression(left, right) { Position = position },
            _ => new BuiltInExpression(sign.Text, [left, right]) { OnFailure = failure, Position = position },
        };
    }

    private Expression ParseList(MirToken start)
    {
        _reader.Expect("[");
        if (_reader.Current.IsSign("]"))
        {
            return new LiteralExpression(Term.Nil) { Position = EndWithPosition("]", start) };
        }

        var elements = _reader.Current.IsSign("|") ? [] : ParseItems("]", ParseExpression);
        var tail = _reader.TakeSign("|") && !_reader.Current.IsSign("]") ? ParseExpression() : null;
        return new ListExpression(elements, tail) { Position = EndWithPosition("]", start) };
    }

    private MapExpression ParseMap(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        Expression? source = null;
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        while (!_reader.Current.IsSign(")"))
        {
            var key = ParseExpression();
            if (source is null && entries.Count == 0 && _reader.TakeWord("with"))
            {
                source = key;
                continue;
            }

            var mustExist = _reader.TakeSign(":=");
            if (!mustExist)
            {
                _reader.Expect("=>");
            }

            entries.Add(new MapEntry(key, ParseExpression(), mustExist));
            if (!_reader.TakeSign(","))
            {
                break;
            }
        }

        _reader.Expect(")");
        return new MapExpression(source, entries.ToImmutable()) { Position = position };
    }

    private BitstringExpression ParseBitstring(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        var segments = ParseItems(")", ParseSegment);
        var failure = ParseFailure();
        _reader.Expect(")");
        return new BitstringExpression(segments) { OnFailure = failure, Position = position };
    }

    private BitstringSegment ParseSegment()
    {
        var kind = -1;
        for (var index = 0; index < MirSyntax.SegmentKinds.Count && kind < 0; index++)
        {
            kind = _reader.TakeWord(MirSyntax.SegmentKinds[index]) ? index : -1;
        }

        if (kind < 0)
        {
            throw _reader.Fail(
                $"a kind of segment is expected here, not {MirTokenReader.Describe(_reader.Current)}",
                "there are " + string.Join(", ", MirSyntax.SegmentKinds));
        }

        var value = ParseExpression();
        var size = _reader.TakeWord("size") ? ParseExpression() : null;
        var unit = _reader.TakeWord("unit") ? _reader.TakeInteger("a unit", 0, int.MaxValue) : 1;
        var isLittle = _reader.TakeWord("little");
        return new BitstringSegment((BitstringSegmentKind)kind, value, size, unit, isLittle, _reader.TakeWord("signed"));
    }

    private TupleElementExpression ParseField(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        var index = _reader.TakeInteger("an index", 0, int.MaxValue);
        _reader.Expect(",");
        var tuple = ParseExpression();
        var shape = ParseShape();
        var failure = ParseFailure();
        _reader.Expect(")");
        return new TupleElementExpression(tuple, shape, index) { OnFailure = failure, Position = position };
    }

    private TupleUpdateExpression ParseUpdate(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        var tuple = ParseExpression();
        var shape = ParseShape();
        var updates = ImmutableArray.CreateBuilder<TupleElementUpdate>();
        while (_reader.TakeSign(","))
        {
            var index = _reader.TakeInteger("an index", 0, int.MaxValue);
            _reader.Expect("=");
            updates.Add(new TupleElementUpdate(index, ParseExpression()));
        }

        var failure = ParseFailure();
        _reader.Expect(")");
        return new TupleUpdateExpression(tuple, shape, updates.ToImmutable()) { OnFailure = failure, Position = position };
    }

    private TupleShape ParseShape()
    {
        _reader.ExpectWord("as");
        var tag = _reader.TakeWord("_") ? null : _reader.TakeAtomName("a tag");
        _reader.Expect("/");
        return new TupleShape(_reader.TakeInteger("an arity", 0, int.MaxValue), tag);
    }

    private FunctionValueExpression ParseFunctionValue(MirToken start)
    {
        _reader.Expect("&");
        var name = _reader.TakeAtomName("a function");
        string? module = null;
        if (_reader.TakeSign(":"))
        {
            module = name;
            name = _reader.TakeAtomName("a function");
        }

        _reader.Expect("/");
        var function = new FunctionReference(name, _reader.TakeInteger("an arity", 0, int.MaxValue));
        return new FunctionValueExpression(module, function) { Position = _positions.Parse(start) };
    }

    private CallExpression ParseCall(MirToken start)
    {
        var position = _positions.Parse(start);
        var name = _reader.TakeAtomName("a function");
        int? arity = _reader.TakeSign("/") ? _reader.TakeInteger("an arity", 0, int.MaxValue) : null;
        var arguments = ParseArguments();
        return new CallExpression(new FunctionReference(name, arity ?? arguments.Length), arguments) { Position = position };
    }

    private RemoteCallExpression ParseRemoteCall(MirToken start)
    {
        var position = _positions.Parse(start);
        var neverReturns = _reader.TakeWord("noreturn");
        var keepsFrame = _reader.TakeWord("keepframe");
        var module = _reader.TakeAtomName("a module");
        _reader.Expect(":");
        var function = _reader.TakeAtomName("a function");
        return new RemoteCallExpression(module, function, ParseArguments())
        {
            NeverReturns = neverReturns,
            KeepsFrame = keepsFrame,
            Position = position,
        };
    }

    private DynamicCallExpression ParseDynamicCall(MirToken start)
    {
        var position = _positions.Parse(start);
        var module = ParseExpression();
        _reader.Expect(":");
        var function = ParseExpression();
        _reader.ExpectWord("with");
        return new DynamicCallExpression(module, function, ParseArguments()) { Position = position };
    }

    private ApplyExpression ParseApply(MirToken start)
    {
        var position = _positions.Parse(start);
        var fun = ParseExpression();
        _reader.ExpectWord("with");
        return new ApplyExpression(fun, ParseArguments()) { Position = position };
    }

    private LambdaExpression ParseLambda(MirToken start)
    {
        _reader.ExpectWord("fun");
        var position = _positions.Parse(start);
        var name = _reader.Current.IsSign("(") ? null : _reader.TakeAtomName("a name");
        var parameters = ParseParameters();
        _reader.Expect("->");
        return new LambdaExpression(parameters, ParseExpression()) { Name = name, Position = position };
    }

    private ImmutableArray<Expression> ParseArguments()
    {
        _reader.Expect("(");
        var arguments = ParseItems(")", ParseExpression);
        _reader.Expect(")");
        return arguments;
    }
}
