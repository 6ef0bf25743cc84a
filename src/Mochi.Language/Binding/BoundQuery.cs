using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>A query; every source has become a list.</summary>
internal sealed record BoundQuery(
    TextSpan Span,
    IReadOnlyList<BoundSource> Sources,
    IReadOnlyList<BoundJoin> Joins,
    BoundExpression? Where,
    BoundGroup? Group,
    BoundExpression? SortKey,
    BoundExpression? Skip,
    BoundExpression? Take,
    bool Distinct,
    BoundExpression Select,
    string? Aggregate,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A source and the variable that stands for its rows.</summary>
internal sealed record BoundSource(TextSpan Span, LocalSymbol Variable, BoundExpression List);

/// <summary>
/// A join. <see cref="Row"/> stands for a row of the joined list in the condition; <see cref="Variable"/> for what
/// the rest of the query sees, which is an option where the join may find no partner. <see cref="Earlier"/> pairs the
/// variables so far with what they are after a right or outer join.
/// </summary>
internal sealed record BoundJoin(
    TextSpan Span,
    JoinKind Kind,
    LocalSymbol Row,
    LocalSymbol Variable,
    BoundExpression List,
    BoundExpression On,
    IReadOnlyList<(LocalSymbol Before, LocalSymbol After)> Earlier);

/// <summary>Grouping: the key and the item of a row, and the variable that stands for a group.</summary>
internal sealed record BoundGroup(
    TextSpan Span,
    BoundExpression Key,
    BoundExpression Item,
    LocalSymbol Variable,
    BoundExpression? Having);
