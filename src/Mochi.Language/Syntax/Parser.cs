namespace Mochi.Language.Syntax;

/// <summary>
/// Recursive descent over the tokens of one file. A statement with a syntax error is reported once, dropped, and
/// parsing goes on at the next statement of the same block.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deep statements, expressions, types and patterns may nest.</summary>
    public const int MaximumDepth = 150;

    /// <summary>How many operands, calls or fields one chain may have.</summary>
    public const int MaximumChain = 1000;

    private static readonly HashSet<string> StatementWords =
    [
        "let", "var", "fun", "type", "if", "for", "while", "return", "break", "continue", "test", "expect", "export",
        "extern", "import", "agent", "stream", "emit", "on", "model", "fact", "rule", "bench", "update", "try", "match",
        "print",
    ];

    private readonly DiagnosticBag _diagnostics;
    private readonly List<Token> _tokens;
    private readonly List<IReadOnlyList<string>> _fieldSets = [];
    private int _position;
    private int _depth;
    private bool _noRecord;
    private bool _inMatchArm;

    /// <summary>True after an error that ends parsing: what follows from it is not worth a message.</summary>
    private bool _stopped;

    private Parser(IReadOnlyList<Token> tokens, DiagnosticBag diagnostics)
    {
        _tokens = [.. tokens];
        _diagnostics = diagnostics;
    }

    private Token Current => _tokens[_position];

    /// <summary>Parses a whole file; what could not be parsed is missing from the result and reported.</summary>
    public static ProgramSyntax Parse(SourceText source, DiagnosticBag diagnostics)
    {
        var parser = new Parser(Lexer.Tokenize(source, diagnostics), diagnostics);
        return parser.Program(source);
    }

    /// <summary>Parses a type that is known to be well formed.</summary>
    public static TypeSyntax ParseType(string text)
    {
        var diagnostics = new DiagnosticBag(SourceText.FromString("type", text));
        return new Parser(Lexer.Tokenize(SourceText.FromString("type", text), diagnostics), diagnostics).Type();
    }

    private ProgramSyntax Program(SourceText source)
    {
        NameSyntax? package = null;
        if (Current.IsNamed("package") && Peek(1).IsWord)
        {
            Advance();
            package = Name("a package name");
        }

        var statements = new List<StatementSyntax>();
        while (Current.Kind != TokenKind.EndOfFile && !_diagnostics.IsFull)
        {
            StatementList(statements, depth: 0);
            if (!Current.Is("}")) continue;
            _diagnostics.Error(LanguageCodes.SyntaxError, Current.Span, "this '}' closes nothing");
            Advance();
        }

        return new ProgramSyntax(new TextSpan(0, source.Text.Length), package, statements, _fieldSets);
    }

    /// <summary>Reads statements up to the brace that closes the block, or to the end of the file.</summary>
    private void StatementList(List<StatementSyntax> statements, int depth)
    {
        while (Current.Kind != TokenKind.EndOfFile && !Current.Is("}") && !_diagnostics.IsFull)
        {
            var start = _position;
            var (nesting, noRecord, inMatchArm) = (_depth, _noRecord, _inMatchArm);
            try
            {
                (_noRecord, _inMatchArm) = (false, false);
                statements.Add(Statement());
            }
            catch (SyntaxErrorException)
            {
                _depth = nesting;
                if (_position == start) Advance();
                Synchronize(depth);
            }

            (_noRecord, _inMatchArm) = (noRecord, inMatchArm);
        }
    }

    /// <summary>Skips to the next token of the block that starts a line and may start a statement.</summary>
    private void Synchronize(int depth)
    {
        while (Current.Kind != TokenKind.EndOfFile)
        {
            if (Current.Depth < depth || (Current.Depth == depth - 1 && Current.Is("}"))) return;
            if (Current.Depth == depth && Current.FirstOnLine &&
                (StatementWords.Contains(Current.Text) || (Current.Kind == TokenKind.Identifier && !IsClauseWord(Current))))
            {
                return;
            }

            Advance();
        }
    }

    private static bool IsClauseWord(Token token) => token.Text is "from" or "join" or "left" or "right" or "outer"
        or "where" or "group" or "sort" or "order" or "skip" or "take" or "select" or "having" or "union" or "except"
        or "intersect" or "set" or "into" or "with" or "as" or "catch";

    private Token Peek(int distance) => _tokens[Math.Min(_position + distance, _tokens.Count - 1)];

    private Token Advance()
    {
        var token = Current;
        if (_position < _tokens.Count - 1) _position++;
        return token;
    }

    private bool Accept(string punctuation)
    {
        if (!Current.Is(punctuation)) return false;
        Advance();
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!Current.IsNamed(word)) return false;
        Advance();
        return true;
    }

    private Token Expect(string punctuation, string purpose)
    {
        if (Current.Is(punctuation)) return Advance();
        throw Error(
            LanguageCodes.SyntaxError,
            Current.Span,
            $"expected '{punctuation}' {purpose}, found {Current.Describe()}",
            Current.Text is "+=" or "-=" or "*=" or "/=" ? CompoundHint(Current.Text) : null);
    }

    private void ExpectWord(string word, string purpose)
    {
        if (AcceptWord(word)) return;
        throw Error(
            LanguageCodes.SyntaxError,
            Current.Span,
            $"expected '{word}' {purpose}, found {Current.Describe()}");
    }

    /// <summary>Reads a name that the program gives to something of its own.</summary>
    private NameSyntax Name(string purpose)
    {
        if (Current.Kind == TokenKind.Identifier) return ToName(Advance());
        if (Current.Kind == TokenKind.Keyword)
        {
            throw Error(
                LanguageCodes.ReservedWord,
                Current.Span,
                $"'{Current.Text}' is a reserved word; expected {purpose}",
                "choose another name");
        }

        throw Error(LanguageCodes.SyntaxError, Current.Span, $"expected {purpose}, found {Current.Describe()}");
    }

    /// <summary>Reads a field or method name, which may be a reserved word.</summary>
    private NameSyntax MemberName(string purpose) => Current.IsWord
        ? ToName(Advance())
        : throw Error(LanguageCodes.SyntaxError, Current.Span, $"expected {purpose}, found {Current.Describe()}");

    private LiteralSyntax StringLiteral(string purpose)
    {
        if (Current.Kind != TokenKind.String)
        {
            throw Error(LanguageCodes.SyntaxError, Current.Span, $"expected {purpose}, found {Current.Describe()}");
        }

        var token = Advance();
        return new LiteralSyntax(token.Span, token.Value);
    }

    private static NameSyntax ToName(Token token) => new(token.Span, token.Text);

    private TextSpan SpanFrom(int tokenIndex) =>
        TextSpan.Cover(_tokens[tokenIndex].Span, _tokens[Math.Max(tokenIndex, _position - 1)].Span);

    /// <summary>Reads <c>open item, item close</c>; a comma before the closing mark is fine.</summary>
    private List<T> Delimited<T>(string open, string close, string purpose, Func<T> item)
    {
        Expect(open, purpose);
        var (noRecord, inMatchArm) = (_noRecord, _inMatchArm);
        (_noRecord, _inMatchArm) = (false, false);
        var items = new List<T>();
        while (!Current.Is(close))
        {
            items.Add(item());
            if (!Accept(",")) break;
        }

        (_noRecord, _inMatchArm) = (noRecord, inMatchArm);
        if (!Current.Is(close))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                $"expected ',' or '{close}', found {Current.Describe()}");
        }

        Advance();
        return items;
    }

    private void Enter()
    {
        if (++_depth > MaximumDepth) TooDeep("the nesting is too deep here");
    }

    private void Leave() => _depth--;

    private void TooDeep(string message)
    {
        var span = Current.Span;
        _position = _tokens.Count - 1;
        var error = Error(LanguageCodes.TooDeep, span, message, "split it into smaller functions or variables");
        _stopped = true;
        throw error;
    }

    private SyntaxErrorException Error(string code, TextSpan span, string message, string? hint = null)
    {
        if (span.Length == 0 && span.Start > 0) span = new TextSpan(span.Start - 1, 1);

        // A token that was reported, a string without end say, may have swallowed what is missed right behind it.
        var isConsequence = _position > 0 && _diagnostics.HasErrorAt(_tokens[_position - 1].Span.Start);
        if (!_stopped && !isConsequence) _diagnostics.Error(code, span, message, hint);
        return new SyntaxErrorException();
    }

    private static string CompoundHint(string text) => $"write 'x = x {text[0]} ...'; Mochi has no '{text}'";

    /// <summary>Leaves a statement that cannot be parsed; never leaves the parser.</summary>
    private sealed class SyntaxErrorException : Exception;
}
