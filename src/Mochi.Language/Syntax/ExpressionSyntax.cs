namespace Mochi.Language.Syntax;

/// <summary>An expression.</summary>
internal abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>
/// A literal: <see cref="System.Numerics.BigInteger"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>,
/// or <see langword="null"/> for <c>none</c>.
/// </summary>
internal sealed record LiteralSyntax(TextSpan Span, object? Value) : ExpressionSyntax(Span);

/// <summary>A use of a name.</summary>
internal sealed record IdentifierSyntax(TextSpan Span, string Name) : ExpressionSyntax(Span);

/// <summary><c>-x</c> or <c>!x</c>.</summary>
internal sealed record UnarySyntax(TextSpan Span, string Operator, ExpressionSyntax Operand) : ExpressionSyntax(Span);

/// <summary><c>a + b</c>; <see cref="OperatorSpan"/> is where the operator stands.</summary>
internal sealed record BinarySyntax(
    TextSpan Span,
    string Operator,
    TextSpan OperatorSpan,
    ExpressionSyntax Left,
    ExpressionSyntax Right) : ExpressionSyntax(Span);

/// <summary><c>f(a, b)</c>.</summary>
internal sealed record CallSyntax(TextSpan Span, ExpressionSyntax Callee, IReadOnlyList<ExpressionSyntax> Arguments)
    : ExpressionSyntax(Span);

/// <summary><c>x[i]</c>, or <c>x?[i]</c> when <see cref="Safe"/>.</summary>
internal sealed record IndexSyntax(TextSpan Span, ExpressionSyntax Target, ExpressionSyntax Index, bool Safe)
    : ExpressionSyntax(Span);

/// <summary><c>x[start:end:step]</c>; every part may be absent, not all.</summary>
internal sealed record SliceSyntax(
    TextSpan Span,
    ExpressionSyntax Target,
    ExpressionSyntax? Start,
    ExpressionSyntax? End,
    ExpressionSyntax? Step) : ExpressionSyntax(Span);

/// <summary><c>x.f</c>, or <c>x?.f</c> when <see cref="Safe"/>.</summary>
internal sealed record FieldAccessSyntax(TextSpan Span, ExpressionSyntax Target, NameSyntax Name, bool Safe)
    : ExpressionSyntax(Span);

/// <summary><c>x as T</c>.</summary>
internal sealed record CastSyntax(TextSpan Span, ExpressionSyntax Operand, TypeSyntax Type) : ExpressionSyntax(Span);

/// <summary><c>[a, b]</c>.</summary>
internal sealed record ListSyntax(TextSpan Span, IReadOnlyList<ExpressionSyntax> Elements) : ExpressionSyntax(Span);

/// <summary><c>set{a, b}</c> or <c>{a, b}</c>.</summary>
internal sealed record SetSyntax(TextSpan Span, IReadOnlyList<ExpressionSyntax> Elements) : ExpressionSyntax(Span);

/// <summary><c>{k: v}</c>; a row when every key is a plain name.</summary>
internal sealed record MapSyntax(TextSpan Span, IReadOnlyList<MapEntrySyntax> Entries, bool Ordered)
    : ExpressionSyntax(Span)
{
    /// <summary>True when this is an anonymous row rather than a map.</summary>
    public bool IsRow => Entries.Count > 0 && !Ordered && Entries.All(entry => entry.Name is not null);
}

/// <summary>One entry of a map or row; <see cref="Name"/> is set when the key is a plain name.</summary>
internal sealed record MapEntrySyntax(TextSpan Span, NameSyntax? Name, ExpressionSyntax Key, ExpressionSyntax Value)
    : SyntaxNode(Span);

/// <summary><c>Person { name: "Ana" }</c>.</summary>
internal sealed record RecordSyntax(TextSpan Span, NameSyntax Name, IReadOnlyList<FieldValueSyntax> Fields)
    : ExpressionSyntax(Span);

/// <summary><c>p with { age: 3 }</c>.</summary>
internal sealed record WithSyntax(TextSpan Span, ExpressionSyntax Target, IReadOnlyList<FieldValueSyntax> Fields)
    : ExpressionSyntax(Span);

/// <summary>A field and its value in a record, in <c>with</c>, in <c>update</c>.</summary>
internal sealed record FieldValueSyntax(TextSpan Span, NameSyntax Name, ExpressionSyntax Value) : SyntaxNode(Span);

/// <summary>A function as an expression; the body is an expression or a block.</summary>
internal sealed record LambdaSyntax(
    TextSpan Span,
    IReadOnlyList<NameSyntax> TypeParameters,
    IReadOnlyList<ParameterSyntax> Parameters,
    TypeSyntax? Result,
    ExpressionSyntax? Expression,
    BlockSyntax? Block) : ExpressionSyntax(Span);

/// <summary>A parameter; without a type it is inferred for a lambda and <c>any</c> for a named function.</summary>
internal sealed record ParameterSyntax(TextSpan Span, NameSyntax Name, TypeSyntax? Type) : SyntaxNode(Span);

/// <summary><c>if c then a else b</c> or <c>if c { a } else { b }</c> as a value.</summary>
internal sealed record IfExpressionSyntax(
    TextSpan Span,
    ExpressionSyntax Condition,
    ExpressionSyntax Then,
    ExpressionSyntax? Else) : ExpressionSyntax(Span);

/// <summary><c>match e { arms }</c>.</summary>
internal sealed record MatchSyntax(TextSpan Span, ExpressionSyntax Target, IReadOnlyList<MatchArmSyntax> Arms)
    : ExpressionSyntax(Span);

/// <summary>A block as a value: what its last statement is worth.</summary>
internal sealed record BlockExpressionSyntax(TextSpan Span, BlockSyntax Block) : ExpressionSyntax(Span);

/// <summary><c>a..b</c> as a source of a query.</summary>
internal sealed record RangeSyntax(TextSpan Span, ExpressionSyntax Start, ExpressionSyntax End)
    : ExpressionSyntax(Span);

/// <summary>A form that parses and cannot be compiled yet.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Feature">What it is, in the plural: "agents".</param>
internal sealed record UnsupportedExpressionSyntax(TextSpan Span, string Feature) : ExpressionSyntax(Span);
