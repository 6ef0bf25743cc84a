using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <content>Patterns.</content>
internal sealed partial class MirFunctionParser
{
    private Pattern ParsePattern()
    {
        var level = _reader.Enter();
        var pattern = ParsePatternHead();
        _reader.Leave(level);
        return pattern;
    }

    private Pattern ParsePatternHead()
    {
        var start = _reader.Current;
        if (_terms.IsNumber)
        {
            return LiteralPattern(_terms.ParseNumber(), start);
        }

        if (start.Kind is MirTokenKind.Name or MirTokenKind.Atom && _reader.IsCall && !start.IsWord("map"))
        {
            var test = _reader.TakeAtomName("a type test");
            _reader.Expect("(");
            var inner = ParsePattern();
            return new TypePattern(test, inner) { Position = EndWithPosition(")", start) };
        }

        if (start.Kind == MirTokenKind.Atom)
        {
            return LiteralPattern(Term.Atom(_reader.Take().Text), start);
        }

        if (_reader.TakeWord("_"))
        {
            return new WildcardPattern { Position = _positions.Parse(start) };
        }

        if (_reader.TakeWord("const"))
        {
            var position = _positions.Parse(start);
            return new LiteralPattern(_terms.Parse()) { Position = position };
        }

        if (_reader.TakeWord("map"))
        {
            return ParseMapPattern(start);
        }

        if (_reader.IsName || start.IsWord("var"))
        {
            return ParseBind(start);
        }

        return ParseBracketPattern(start);
    }

    private Pattern ParseBracketPattern(MirToken start)
    {
        if (start.IsSign("<<"))
        {
            return LiteralPattern(_terms.ParseBitstring(), start);
        }

        if (_reader.TakeSign("#("))
        {
            return new TuplePattern(ParseItems(")", ParsePattern)) { Position = EndWithPosition(")", start) };
        }

        if (_reader.TakeSign("["))
        {
            return ParseListPattern(start);
        }

        throw _reader.Fail($"a pattern is expected here, not {MirTokenReader.Describe(start)}");
    }

    private LiteralPattern LiteralPattern(Term value, MirToken start) => new(value) { Position = _positions.Parse(start) };

    private BindPattern ParseBind(MirToken start)
    {
        var isMutable = _reader.TakeWord("var");
        var name = TakeName("the name of a local");
        var position = _positions.Parse(start);
        var type = _reader.TakeSign(":") ? _types.Parse() : IrType.Any;
        var local = _scope.Declare(name, type, isMutable);
        var inner = _reader.TakeSign("=") ? ParsePattern() : new WildcardPattern();
        return new BindPattern(local, inner) { Position = position };
    }

    /// <summary><c>[]</c>, <c>[HEAD | TAIL]</c>, or <c>[A, B | TAIL]</c> and <c>[A, B]</c> for cells within cells.</summary>
    private Pattern ParseListPattern(MirToken start)
    {
        if (_reader.Current.IsSign("]"))
        {
            return new LiteralPattern(Term.Nil) { Position = EndWithPosition("]", start) };
        }

        var elements = ParseItems("]", ParsePattern);
        var tail = _reader.TakeSign("|") ? ParsePattern() : new LiteralPattern(Term.Nil);
        var position = EndWithPosition("]", start);
        for (var index = elements.Length - 1; index >= 0; index--)
        {
            tail = new ConsPattern(elements[index], tail) { Position = index == 0 ? position : SourcePosition.None };
        }

        return tail;
    }

    private MapPattern ParseMapPattern(MirToken start)
    {
        var position = _positions.Parse(start);
        _reader.Expect("(");
        var entries = ParseItems(")", () =>
        {
            var key = ParseExpression();
            _reader.Expect("=>");
            return new MapPatternEntry(key, ParsePattern());
        });
        _reader.Expect(")");
        return new MapPattern(entries) { Position = position };
    }
}
