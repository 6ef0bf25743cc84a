namespace Mochi.Language.Syntax;

/// <summary>What an arm of a match looks for.</summary>
internal abstract record PatternSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A literal: an int, float, bool, string or none.</summary>
internal sealed record LiteralPatternSyntax(TextSpan Span, LiteralSyntax Literal) : PatternSyntax(Span);

/// <summary>
/// A name: a variant without payload when there is one of that name, else a binding; <c>_</c> fits all.
/// </summary>
internal sealed record NamePatternSyntax(TextSpan Span, NameSyntax Name) : PatternSyntax(Span);

/// <summary><c>Node(left, value, right)</c>.</summary>
internal sealed record VariantPatternSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<PatternSyntax> Arguments)
    : PatternSyntax(Span);

/// <summary><c>Node { value: v }</c> or <c>Point { x: 0, y: y }</c>; fields that are not named fit all.</summary>
internal sealed record FieldPatternSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<FieldPatternItemSyntax> Fields)
    : PatternSyntax(Span);

/// <summary>One field of a <see cref="FieldPatternSyntax"/>; a lone name binds the field to that name.</summary>
internal sealed record FieldPatternItemSyntax(TextSpan Span, NameSyntax Name, PatternSyntax Pattern) : SyntaxNode(Span);

/// <summary><c>[first, second]</c>.</summary>
internal sealed record ListPatternSyntax(TextSpan Span, IReadOnlyList<PatternSyntax> Elements) : PatternSyntax(Span);

/// <summary><c>pattern [when guard] => result</c>; the result is an expression or a block.</summary>
internal sealed record MatchArmSyntax(TextSpan Span, PatternSyntax Pattern, ExpressionSyntax? Guard, ExpressionSyntax Result)
    : SyntaxNode(Span);
