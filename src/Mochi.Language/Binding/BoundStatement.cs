using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>A statement whose names and types are known.</summary>
internal abstract record BoundStatement(TextSpan Span);

/// <summary>Statements in a scope of their own.</summary>
internal sealed record BoundBlock(TextSpan Span, IReadOnlyList<BoundStatement> Statements) : BoundStatement(Span);

/// <summary>Declares a variable.</summary>
internal sealed record BoundVariable(TextSpan Span, LocalSymbol Symbol, BoundExpression Value) : BoundStatement(Span);

/// <summary>Declares nested functions that may call each other.</summary>
internal sealed record BoundFunctions(TextSpan Span, IReadOnlyList<(LocalSymbol Symbol, BoundLambda Lambda)> Functions)
    : BoundStatement(Span);

/// <summary>Gives a variable, or a part of its value, a new value.</summary>
internal sealed record BoundAssignment(
    TextSpan Span,
    LocalSymbol Symbol,
    IReadOnlyList<BoundStep> Path,
    BoundExpression Value) : BoundStatement(Span);

/// <summary>One step of the path of an assignment; <see cref="Container"/> is the type of what it goes into.</summary>
internal abstract record BoundStep(TextSpan Span, MochiType Container);

/// <summary><c>[i]</c>.</summary>
internal sealed record BoundIndexStep(TextSpan Span, MochiType Container, BoundExpression Index)
    : BoundStep(Span, Container);

/// <summary><c>.f</c> of a known tuple.</summary>
internal sealed record BoundFieldStep(TextSpan Span, MochiType Container, string Tag, int Arity, int Index)
    : BoundStep(Span, Container);

/// <summary><c>.f</c> of a value of unknown shape.</summary>
internal sealed record BoundDynamicFieldStep(TextSpan Span, MochiType Container, string Name)
    : BoundStep(Span, Container);

/// <summary>An expression for its effect.</summary>
internal sealed record BoundExpressionStatement(TextSpan Span, BoundExpression Expression) : BoundStatement(Span);

/// <summary><c>if</c>.</summary>
internal sealed record BoundIfStatement(TextSpan Span, BoundExpression Condition, BoundBlock Then, BoundBlock? Else)
    : BoundStatement(Span);

/// <summary><c>while</c>.</summary>
internal sealed record BoundWhile(TextSpan Span, BoundExpression Condition, BoundBlock Body) : BoundStatement(Span);

/// <summary><c>for i in a..b</c>.</summary>
internal sealed record BoundForRange(
    TextSpan Span,
    LocalSymbol Variable,
    BoundExpression From,
    BoundExpression To,
    BoundBlock Body) : BoundStatement(Span);

/// <summary><c>for x in list</c>; the source has become a list.</summary>
internal sealed record BoundForEach(
    TextSpan Span,
    LocalSymbol Variable,
    LocalSymbol? Second,
    BoundExpression List,
    BoundBlock Body) : BoundStatement(Span);

/// <summary><c>return</c>.</summary>
internal sealed record BoundReturn(TextSpan Span, BoundExpression? Value) : BoundStatement(Span);

/// <summary><c>break</c>.</summary>
internal sealed record BoundBreak(TextSpan Span) : BoundStatement(Span);

/// <summary><c>continue</c>.</summary>
internal sealed record BoundContinue(TextSpan Span) : BoundStatement(Span);

/// <summary><c>try</c>.</summary>
internal sealed record BoundTry(TextSpan Span, BoundBlock Body, LocalSymbol? Error, BoundBlock Handler)
    : BoundStatement(Span);

/// <summary><c>expect</c>; the text is the condition as written.</summary>
internal sealed record BoundExpect(TextSpan Span, BoundExpression Condition, string Text) : BoundStatement(Span);

/// <summary><c>test</c>, run at the end of the program.</summary>
internal sealed record BoundTest(TextSpan Span, string Name, BoundLambda Body) : BoundStatement(Span);

/// <summary><c>update</c>: every element of a list for which the condition holds is replaced.</summary>
internal sealed record BoundUpdate(
    TextSpan Span,
    LocalSymbol Target,
    LocalSymbol Element,
    BoundExpression? Condition,
    BoundExpression Replacement) : BoundStatement(Span);
