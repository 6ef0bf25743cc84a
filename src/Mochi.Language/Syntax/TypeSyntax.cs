namespace Mochi.Language.Syntax;

/// <summary>A node of the syntax tree.</summary>
internal abstract record SyntaxNode(TextSpan Span);

/// <summary>A word that names something, with its place.</summary>
internal sealed record NameSyntax(TextSpan Span, string Text) : SyntaxNode(Span);

/// <summary>A type as written.</summary>
internal abstract record TypeSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>int</c>, <c>list&lt;T&gt;</c>, <c>Person</c>.</summary>
internal sealed record NamedTypeSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<TypeSyntax> Arguments)
    : TypeSyntax(Span);

/// <summary><c>fun(A, B): R</c>; without a result type it is unit.</summary>
internal sealed record FunctionTypeSyntax(TextSpan Span, IReadOnlyList<TypeSyntax> Parameters, TypeSyntax? Result)
    : TypeSyntax(Span);

/// <summary><c>{ name: string, age: int }</c>.</summary>
internal sealed record RowTypeSyntax(TextSpan Span, IReadOnlyList<FieldSyntax> Fields) : TypeSyntax(Span);

/// <summary><c>T?</c>.</summary>
internal sealed record OptionalTypeSyntax(TextSpan Span, TypeSyntax Element) : TypeSyntax(Span);

/// <summary>A field of a record, row type or variant; a positional payload of a variant has no name.</summary>
internal sealed record FieldSyntax(TextSpan Span, NameSyntax? Name, TypeSyntax Type) : SyntaxNode(Span);
