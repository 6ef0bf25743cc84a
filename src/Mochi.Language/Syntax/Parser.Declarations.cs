namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private FunctionSyntax ExportedFunction()
    {
        Advance();
        if (!Current.IsNamed("fun"))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                $"expected 'fun' after 'export', found {Current.Describe()}",
                "only functions are exported");
        }

        return Function(exported: true);
    }

    private FunctionSyntax Function(bool exported)
    {
        var start = _position;
        Advance();
        var name = Name("a function name");
        var typeParameters = TypeParameters();
        var parameters = Parameters();
        var result = Accept(":") ? Type() : null;
        Effects();
        var span = SpanFrom(start);
        if (Current.Is("=>"))
        {
            Advance();
            var value = Expression();
            var body = new BlockSyntax(value.Span, [new ReturnSyntax(value.Span, value)]);
            return new FunctionSyntax(span, exported, name, typeParameters, parameters, result, body);
        }

        return new FunctionSyntax(span, exported, name, typeParameters, parameters, result, Block("before the body"));
    }

    private List<NameSyntax> TypeParameters() => Current.Is("<")
        ? Delimited("<", ">", "before type parameters", () => Name("a type parameter"))
        : [];

    private List<ParameterSyntax> Parameters() => Delimited("(", ")", "before the parameters", () =>
    {
        var start = _position;
        var name = Name("a parameter name");
        var type = Accept(":") ? Type() : null;
        return new ParameterSyntax(SpanFrom(start), name, type);
    });

    /// <summary>Skips effect annotations (<c>! io, net</c>): they say nothing that the compiler needs.</summary>
    private void Effects()
    {
        if (!Accept("!")) return;
        if (Current.Is("{") && Peek(1).IsWord && (Peek(2).Is("}") || Peek(2).Is(",")))
        {
            Delimited("{", "}", "before effects", () => Name("an effect"));
            return;
        }

        do
        {
            Name("an effect");
        }
        while (Accept(","));
    }

    private StatementSyntax TypeDeclaration()
    {
        var start = _position;
        Advance();
        var name = Name("a type name");
        if (Current.Is("<"))
        {
            var parameters = SpanFrom(start);
            TypeParameters();
            TypeBody(start, name);
            return new UnsupportedStatementSyntax(parameters, "type parameters on types", [name.Text]);
        }

        return TypeBody(start, name);
    }

    private StatementSyntax TypeBody(int start, NameSyntax name)
    {
        if (Current.Is("{")) return RecordDeclaration(start, name);
        Expect("=", "or '{' after the type's name");
        if (Current.Is("{")) return RecordDeclaration(start, name);
        var isUnion = Current.Is("|") ||
            (Current.IsWord && !Current.IsNamed("fun") && (Peek(1).Is("|") || Peek(1).Is("(") || Peek(1).Is("{")));
        if (!isUnion)
        {
            var type = Type();
            return new AliasDeclarationSyntax(SpanFrom(start), name, type);
        }

        Accept("|");
        var variants = new List<VariantSyntax>();
        do
        {
            variants.Add(Variant());
        }
        while (Accept("|"));

        return new UnionDeclarationSyntax(SpanFrom(start), name, variants);
    }

    private VariantSyntax Variant()
    {
        var start = _position;
        var name = Name("a variant name");
        var fields = Current.Is("(") ? Delimited("(", ")", "before the payload", VariantField)
            : Current.Is("{") ? BracedFields()
            : [];
        return new VariantSyntax(SpanFrom(start), name, fields);
    }

    private FieldSyntax VariantField()
    {
        if (Current.IsWord && Peek(1).Is(":")) return Field();
        var type = Type();
        return new FieldSyntax(type.Span, Name: null, type);
    }

    private FieldSyntax Field()
    {
        var start = _position;
        var name = MemberName("a field name");
        Expect(":", "after the field's name");
        var type = Type();
        return new FieldSyntax(SpanFrom(start), name, type);
    }

    private List<FieldSyntax> BracedFields()
    {
        Expect("{", "before the fields");
        var fields = new List<FieldSyntax>();
        while (!Current.Is("}"))
        {
            fields.Add(Field());
            Accept(",");
        }

        Advance();
        return fields;
    }

    private RecordDeclarationSyntax RecordDeclaration(int start, NameSyntax name)
    {
        Expect("{", "before the fields");
        var fields = new List<FieldSyntax>();
        var methods = new List<FunctionSyntax>();
        while (!Current.Is("}"))
        {
            if (Current.IsNamed("fun") && Peek(1).IsWord) methods.Add(Function(exported: false));
            else fields.Add(Field());
            Accept(",");
        }

        Advance();
        return new RecordDeclarationSyntax(SpanFrom(start), name, fields, methods);
    }

    private TypeSyntax Type()
    {
        Enter();
        var start = _position;
        var type = TypeWithoutMark();
        while (Current.Is("?") && !Peek(1).Is(".") && !Peek(1).Is("["))
        {
            Advance();
            type = new OptionalTypeSyntax(SpanFrom(start), type);
        }

        Leave();
        return type;
    }

    private TypeSyntax TypeWithoutMark()
    {
        var start = _position;
        if (Current.Is("{"))
        {
            var fields = Delimited("{", "}", "before the fields", Field);
            RememberFieldSet(fields.Select(field => field.Name!.Text));
            return new RowTypeSyntax(SpanFrom(start), fields);
        }

        if (AcceptWord("fun"))
        {
            var parameters = Delimited("(", ")", "before the parameter types", () =>
            {
                if (Current.IsWord && Peek(1).Is(":")) _position += 2;
                return Type();
            });
            var result = Accept(":") ? Type() : null;
            return new FunctionTypeSyntax(SpanFrom(start), parameters, result);
        }

        var name = Name("a type");
        if (!Current.Is("<")) return new NamedTypeSyntax(name.Span, name, []);
        Advance();
        var arguments = new List<TypeSyntax>();
        do
        {
            arguments.Add(Type());
        }
        while (Accept(","));

        SplitGreaterEqual();
        Expect(">", "after the type arguments");
        return new NamedTypeSyntax(SpanFrom(start), name, arguments);
    }

    /// <summary>In <c>list&lt;int&gt;= x</c> the lexer saw one <c>&gt;=</c>; here it is two tokens.</summary>
    private void SplitGreaterEqual()
    {
        if (!Current.Is(">=")) return;
        var token = Current;
        _tokens[_position] = token with { Text = ">", Span = token.Span with { Length = 1 } };
        _tokens.Insert(
            _position + 1,
            token with { Text = "=", Span = new TextSpan(token.Span.Start + 1, 1), FirstOnLine = false });
    }

    private void RememberFieldSet(IEnumerable<string> names) => _fieldSets.Add([.. names]);
}
