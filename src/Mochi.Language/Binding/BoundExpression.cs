using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>An expression whose names and types are known.</summary>
internal abstract record BoundExpression(TextSpan Span, MochiType Type)
{
    /// <summary>Its type with variables followed.</summary>
    public MochiType ResolvedType => Type.Pruned;
}

/// <summary>A constant; the value is as in <see cref="LiteralSyntax"/>.</summary>
internal sealed record BoundLiteral(TextSpan Span, object? Value, MochiType Type) : BoundExpression(Span, Type);

/// <summary>The value of what has none.</summary>
internal sealed record BoundUnit(TextSpan Span) : BoundExpression(Span, MochiType.Unit);

/// <summary>Something that was reported.</summary>
internal sealed record BoundError(TextSpan Span) : BoundExpression(Span, MochiType.Error);

/// <summary>A variable.</summary>
internal sealed record BoundLocal(TextSpan Span, LocalSymbol Symbol) : BoundExpression(Span, Symbol.Type);

/// <summary>A function of the module as a value.</summary>
internal sealed record BoundFunctionValue(TextSpan Span, FunctionSymbol Symbol, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>A direct call of a function of the module.</summary>
internal sealed record BoundCall(
    TextSpan Span,
    FunctionSymbol Function,
    IReadOnlyList<BoundExpression> Arguments,
    FunctionContext Caller,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A call of a function value.</summary>
internal sealed record BoundValueCall(
    TextSpan Span,
    BoundExpression Function,
    IReadOnlyList<BoundExpression> Arguments,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A call of a built-in function.</summary>
/// <param name="Span">Where.</param>
/// <param name="Target">Module and function of the runtime, or the name of an inline operation.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Type">Type of the result.</param>
internal sealed record BoundBuiltinCall(
    TextSpan Span,
    string Target,
    IReadOnlyList<BoundExpression> Arguments,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>Negation of a number, or of a boolean.</summary>
internal sealed record BoundUnary(TextSpan Span, string Operator, BoundExpression Operand, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>
/// An operator; both operands have been converted to <see cref="OperandType"/> where that is a number or string.
/// </summary>
internal sealed record BoundBinary(
    TextSpan Span,
    string Operator,
    BoundExpression Left,
    BoundExpression Right,
    MochiType OperandType,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary><c>a ?? b</c>.</summary>
internal sealed record BoundCoalesce(TextSpan Span, BoundExpression Left, BoundExpression Right, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary><c>x[i]</c>.</summary>
internal sealed record BoundIndex(TextSpan Span, BoundExpression Target, BoundExpression Index, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary><c>x[a:b:c]</c>.</summary>
internal sealed record BoundSlice(
    TextSpan Span,
    BoundExpression Target,
    BoundExpression? Start,
    BoundExpression? End,
    BoundExpression? Step,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>An element of a tuple: a field of a record, row or group.</summary>
/// <param name="Span">Where.</param>
/// <param name="Target">The tuple.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Arity">Its size with the tag.</param>
/// <param name="Index">Index of the field, from 0, without the tag.</param>
/// <param name="Type">Type of the field.</param>
internal sealed record BoundField(TextSpan Span, BoundExpression Target, string Tag, int Arity, int Index, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>A field of a value whose shape is only known at run time.</summary>
internal sealed record BoundDynamicField(TextSpan Span, BoundExpression Target, string Name, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary><c>x?.f</c> and <c>x?[i]</c>: none when the target is none, else the operation on what it holds.</summary>
internal sealed record BoundSafe(
    TextSpan Span,
    BoundExpression Target,
    LocalSymbol Held,
    BoundExpression Operation,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A list.</summary>
internal sealed record BoundList(TextSpan Span, IReadOnlyList<BoundExpression> Elements, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>A set.</summary>
internal sealed record BoundSet(TextSpan Span, IReadOnlyList<BoundExpression> Elements, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>A map.</summary>
internal sealed record BoundMap(
    TextSpan Span,
    IReadOnlyList<(BoundExpression Key, BoundExpression Value)> Entries,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>
/// A record, row or variant; the values are in the order of the fields, evaluated in <see cref="Order"/>.
/// </summary>
internal sealed record BoundConstruct(
    TextSpan Span,
    string Tag,
    IReadOnlyList<BoundExpression> Values,
    IReadOnlyList<int> Order,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A record with some fields replaced.</summary>
internal sealed record BoundWith(
    TextSpan Span,
    BoundExpression Target,
    string Tag,
    int Arity,
    IReadOnlyList<(int Index, BoundExpression Value)> Updates,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A function value.</summary>
internal sealed record BoundLambda(
    TextSpan Span,
    FunctionContext Context,
    IReadOnlyList<LocalSymbol> Parameters,
    BoundBlock Body,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A choice as a value.</summary>
internal sealed record BoundIf(
    TextSpan Span,
    BoundExpression Condition,
    BoundExpression Then,
    BoundExpression Else,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>A match as a value.</summary>
internal sealed record BoundMatch(
    TextSpan Span,
    BoundExpression Subject,
    IReadOnlyList<BoundArm> Arms,
    MochiType Type) : BoundExpression(Span, Type);

/// <summary>One arm of a match.</summary>
internal sealed record BoundArm(BoundPattern Pattern, BoundExpression? Guard, BoundExpression Result);

/// <summary>Statements, then a value.</summary>
internal sealed record BoundBlockValue(TextSpan Span, IReadOnlyList<BoundStatement> Statements, BoundExpression Value)
    : BoundExpression(Span, Value.Type);

/// <summary>A conversion that <see cref="TypeRelations"/> asked for.</summary>
internal sealed record BoundConversion(TextSpan Span, BoundExpression Operand, TypeRelation Relation, MochiType Type)
    : BoundExpression(Span, Type);

/// <summary>Where control never comes.</summary>
internal sealed record BoundUnreachable(TextSpan Span) : BoundExpression(Span, MochiType.Never);
