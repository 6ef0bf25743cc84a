namespace Mochi.Language.Syntax;

/// <summary><c>from x in xs ... select e</c>.</summary>
internal sealed record QuerySyntax(
    TextSpan Span,
    IReadOnlyList<QuerySourceSyntax> Sources,
    IReadOnlyList<JoinSyntax> Joins,
    ExpressionSyntax? Where,
    GroupSyntax? Group,
    ExpressionSyntax? SortKey,
    ExpressionSyntax? Skip,
    ExpressionSyntax? Take,
    bool Distinct,
    ExpressionSyntax Select) : ExpressionSyntax(Span);

/// <summary><c>from x in xs</c>.</summary>
internal sealed record QuerySourceSyntax(TextSpan Span, NameSyntax Name, ExpressionSyntax Source) : SyntaxNode(Span);

/// <summary>Which rows without a partner a join keeps.</summary>
internal enum JoinKind
{
    Inner,
    Left,
    Right,
    Outer,
}

/// <summary><c>left join y in ys on condition</c>.</summary>
internal sealed record JoinSyntax(
    TextSpan Span,
    JoinKind Kind,
    NameSyntax Name,
    ExpressionSyntax Source,
    ExpressionSyntax On) : SyntaxNode(Span);

/// <summary><c>group by k into g having c</c>.</summary>
internal sealed record GroupSyntax(
    TextSpan Span,
    IReadOnlyList<ExpressionSyntax> Keys,
    NameSyntax Name,
    ExpressionSyntax? Having) : SyntaxNode(Span);
