using Mochi.Language.Syntax;

namespace Mochi.Language.Binding;

/// <summary>A pattern whose names and types are known.</summary>
internal abstract record BoundPattern(TextSpan Span);

/// <summary>Fits anything.</summary>
internal sealed record BoundWildcard(TextSpan Span) : BoundPattern(Span);

/// <summary>Fits anything and names it.</summary>
internal sealed record BoundBinding(TextSpan Span, LocalSymbol Symbol) : BoundPattern(Span);

/// <summary>Fits one value; a number fits its equal of the other number type too when <see cref="Numeric"/>.</summary>
internal sealed record BoundLiteralPattern(TextSpan Span, object? Value, bool Numeric) : BoundPattern(Span);

/// <summary>Fits an atom: a variant without payload.</summary>
internal sealed record BoundAtomPattern(TextSpan Span, string Tag) : BoundPattern(Span);

/// <summary>Fits a tuple with this tag.</summary>
internal sealed record BoundTuplePattern(TextSpan Span, string Tag, IReadOnlyList<BoundPattern> Elements)
    : BoundPattern(Span);

/// <summary>Fits a list of this length.</summary>
internal sealed record BoundListPattern(TextSpan Span, IReadOnlyList<BoundPattern> Elements) : BoundPattern(Span);

/// <summary>Fits a present option.</summary>
internal sealed record BoundSomePattern(TextSpan Span, BoundPattern Inner) : BoundPattern(Span);
