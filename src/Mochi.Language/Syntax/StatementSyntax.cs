namespace Mochi.Language.Syntax;

/// <summary>A statement.</summary>
internal abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>{ statements }</c>; the span holds the braces.</summary>
internal sealed record BlockSyntax(TextSpan Span, IReadOnlyList<StatementSyntax> Statements) : SyntaxNode(Span);

/// <summary>A whole file.</summary>
/// <param name="Span">The whole text.</param>
/// <param name="Package">The name behind <c>package</c>, if there is one.</param>
/// <param name="Statements">The statements in order.</param>
/// <param name="FieldSets">The field names of every row and row type, in source order: the first of a set fixes its order.</param>
internal sealed record ProgramSyntax(
    TextSpan Span,
    NameSyntax? Package,
    IReadOnlyList<StatementSyntax> Statements,
    IReadOnlyList<IReadOnlyList<string>> FieldSets) : SyntaxNode(Span);

/// <summary><c>let x: T = e</c> or <c>var x: T = e</c>.</summary>
internal sealed record VariableSyntax(
    TextSpan Span,
    bool Mutable,
    NameSyntax Name,
    TypeSyntax? Type,
    ExpressionSyntax? Value) : StatementSyntax(Span);

/// <summary><c>let [a, b] = e</c>: every name takes the element at its place.</summary>
internal sealed record ListDestructuringSyntax(
    TextSpan Span,
    bool Mutable,
    IReadOnlyList<NameSyntax> Names,
    ExpressionSyntax Value) : StatementSyntax(Span);

/// <summary><c>let {"k": v} = e</c>: every name takes the value at its key.</summary>
internal sealed record MapDestructuringSyntax(
    TextSpan Span,
    bool Mutable,
    IReadOnlyList<(LiteralSyntax Key, NameSyntax Name)> Entries,
    ExpressionSyntax Value) : StatementSyntax(Span);

/// <summary><c>target = value</c>; the target is a name with indexes and fields behind it.</summary>
internal sealed record AssignmentSyntax(TextSpan Span, ExpressionSyntax Target, ExpressionSyntax Value)
    : StatementSyntax(Span);

/// <summary>An expression for its effect.</summary>
internal sealed record ExpressionStatementSyntax(TextSpan Span, ExpressionSyntax Expression) : StatementSyntax(Span);

/// <summary><c>fun name(parameters): R { ... }</c>.</summary>
internal sealed record FunctionSyntax(
    TextSpan Span,
    bool Exported,
    NameSyntax Name,
    IReadOnlyList<NameSyntax> TypeParameters,
    IReadOnlyList<ParameterSyntax> Parameters,
    TypeSyntax? Result,
    BlockSyntax Body) : StatementSyntax(Span);

/// <summary><c>if c { } else { }</c>; an <c>else if</c> is a block with one statement.</summary>
internal sealed record IfSyntax(TextSpan Span, ExpressionSyntax Condition, BlockSyntax Then, BlockSyntax? Else)
    : StatementSyntax(Span);

/// <summary><c>while c { }</c>.</summary>
internal sealed record WhileSyntax(TextSpan Span, ExpressionSyntax Condition, BlockSyntax Body) : StatementSyntax(Span);

/// <summary><c>for x in e { }</c>, <c>for x in a..b { }</c>, <c>for k, v in m { }</c>.</summary>
internal sealed record ForSyntax(TextSpan Span, NameSyntax Name, NameSyntax? Second, ExpressionSyntax Source, BlockSyntax Body)
    : StatementSyntax(Span);

/// <summary><c>return e</c>.</summary>
internal sealed record ReturnSyntax(TextSpan Span, ExpressionSyntax? Value) : StatementSyntax(Span);

/// <summary><c>break</c>.</summary>
internal sealed record BreakSyntax(TextSpan Span) : StatementSyntax(Span);

/// <summary><c>continue</c>.</summary>
internal sealed record ContinueSyntax(TextSpan Span) : StatementSyntax(Span);

/// <summary><c>try { } catch e { }</c>.</summary>
internal sealed record TrySyntax(TextSpan Span, BlockSyntax Body, NameSyntax? Name, BlockSyntax Handler)
    : StatementSyntax(Span);

/// <summary><c>test "name" { }</c>.</summary>
internal sealed record TestSyntax(TextSpan Span, string Name, BlockSyntax Body) : StatementSyntax(Span);

/// <summary><c>expect e</c>.</summary>
internal sealed record ExpectSyntax(TextSpan Span, ExpressionSyntax Value) : StatementSyntax(Span);

/// <summary><c>update target set { f: e } where c</c>.</summary>
internal sealed record UpdateSyntax(
    TextSpan Span,
    NameSyntax Target,
    IReadOnlyList<FieldValueSyntax> Fields,
    ExpressionSyntax? Where) : StatementSyntax(Span);

/// <summary><c>type T { fields and methods }</c>.</summary>
internal sealed record RecordDeclarationSyntax(
    TextSpan Span,
    NameSyntax Name,
    IReadOnlyList<FieldSyntax> Fields,
    IReadOnlyList<FunctionSyntax> Methods) : StatementSyntax(Span);

/// <summary><c>type T = A | B(x: int)</c>.</summary>
internal sealed record UnionDeclarationSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<VariantSyntax> Variants)
    : StatementSyntax(Span);

/// <summary>One variant of a sum type.</summary>
internal sealed record VariantSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<FieldSyntax> Fields)
    : SyntaxNode(Span);

/// <summary><c>type T = U</c>.</summary>
internal sealed record AliasDeclarationSyntax(TextSpan Span, NameSyntax Name, TypeSyntax Type) : StatementSyntax(Span);

/// <summary>A statement that parses and cannot be compiled yet.</summary>
/// <param name="Span">Its first words, for the caret.</param>
/// <param name="Feature">What it is, in the plural: "agents".</param>
/// <param name="Names">The names that it would declare; their uses are not reported again.</param>
internal sealed record UnsupportedStatementSyntax(TextSpan Span, string Feature, IReadOnlyList<string> Names)
    : StatementSyntax(Span);
