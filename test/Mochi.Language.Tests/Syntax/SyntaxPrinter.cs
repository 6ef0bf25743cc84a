using System.Globalization;
using System.Numerics;
using Mochi.Language.Syntax;

namespace Mochi.Language.Tests.Syntax;

/// <summary>Prints a syntax tree as nested parentheses, so that a test can show what was understood.</summary>
internal static class SyntaxPrinter
{
    public static string Print(StatementSyntax statement) => statement switch
    {
        VariableSyntax s => Node(s.Mutable ? "var" : "let", s.Name.Text, s.Type is null ? null : ": " + Print(s.Type), Optional(s.Value)),
        ListDestructuringSyntax s => Node("let", "[" + Names(s.Names) + "]", Print(s.Value)),
        MapDestructuringSyntax s =>
            Node("let", "{" + string.Join(" ", s.Entries.Select(e => $"{e.Key.Value}:{e.Name.Text}")) + "}", Print(s.Value)),
        AssignmentSyntax s => Node("=", Print(s.Target), Print(s.Value)),
        ExpressionStatementSyntax s => Print(s.Expression),
        FunctionSyntax s => Node(
            s.Exported ? "export fun" : "fun",
            s.Name.Text,
            s.TypeParameters.Count == 0 ? null : "<" + Names(s.TypeParameters) + ">",
            Parameters(s.Parameters),
            s.Result is null ? null : ": " + Print(s.Result),
            Print(s.Body)),
        IfSyntax s => Node("if", Print(s.Condition), Print(s.Then), s.Else is null ? null : Print(s.Else)),
        WhileSyntax s => Node("while", Print(s.Condition), Print(s.Body)),
        ForSyntax s => Node("for", s.Name.Text, s.Second?.Text, Print(s.Source), Print(s.Body)),
        ReturnSyntax s => Node("return", Optional(s.Value)),
        BreakSyntax => "break",
        ContinueSyntax => "continue",
        TrySyntax s => Node("try", Print(s.Body), s.Name?.Text, Print(s.Handler)),
        TestSyntax s => Node("test", Quote(s.Name), Print(s.Body)),
        ExpectSyntax s => Node("expect", Print(s.Value)),
        UpdateSyntax s => Node("update", s.Target.Text, Fields(s.Fields), Optional(s.Where)),
        RecordDeclarationSyntax s => Node("record", s.Name.Text, Fields(s.Fields), Join(s.Methods.Select(Print))),
        UnionDeclarationSyntax s => Node("union", s.Name.Text, Join(s.Variants.Select(v => Node(v.Name.Text, Fields(v.Fields))))),
        AliasDeclarationSyntax s => Node("alias", s.Name.Text, Print(s.Type)),
        UnsupportedStatementSyntax s => Node("unsupported", s.Feature),
        _ => throw new ArgumentException(statement.GetType().Name, nameof(statement)),
    };

    public static string Print(ExpressionSyntax expression) => expression switch
    {
        LiteralSyntax e => Literal(e.Value),
        IdentifierSyntax e => e.Name,
        UnarySyntax e => Node(e.Operator, Print(e.Operand)),
        BinarySyntax e => Node(e.Operator, Print(e.Left), Print(e.Right)),
        CallSyntax e => Node("call", Print(e.Callee), Join(e.Arguments.Select(Print))),
        IndexSyntax e => Node(e.Safe ? "?[]" : "[]", Print(e.Target), Print(e.Index)),
        SliceSyntax e => Node("[:]", Print(e.Target), Part(e.Start), Part(e.End), Part(e.Step)),
        FieldAccessSyntax e => Node(e.Safe ? "?." : ".", Print(e.Target), e.Name.Text),
        CastSyntax e => Node("as", Print(e.Operand), Print(e.Type)),
        ListSyntax e => "[" + Join(e.Elements.Select(Print)) + "]",
        SetSyntax e => "set{" + Join(e.Elements.Select(Print)) + "}",
        MapSyntax e => (e.IsRow ? "row{" : e.Ordered ? "omap{" : "map{") + Join(e.Entries.Select(x => $"{Print(x.Key)}:{Print(x.Value)}")) + "}",
        RecordSyntax e => Node("new", e.Name.Text, Fields(e.Fields)),
        WithSyntax e => Node("with", Print(e.Target), Fields(e.Fields)),
        LambdaSyntax e => Node(
            "lambda", Parameters(e.Parameters), e.Result is null ? null : ": " + Print(e.Result), Optional(e.Expression), e.Block is null ? null : Print(e.Block)),
        IfExpressionSyntax e => Node("if", Print(e.Condition), Print(e.Then), Optional(e.Else)),
        MatchSyntax e => Node("match", Print(e.Target), Join(e.Arms.Select(arm =>
            Node("=>", Print(arm.Pattern), arm.Guard is null ? null : "when " + Print(arm.Guard), Print(arm.Result))))),
        BlockExpressionSyntax e => Print(e.Block),
        QuerySyntax e => Query(e),
        RangeSyntax e => Node("..", Print(e.Start), Print(e.End)),
        UnsupportedExpressionSyntax e => Node("unsupported", e.Feature),
        _ => throw new ArgumentException(expression.GetType().Name, nameof(expression)),
    };

    public static string Print(BlockSyntax block) => "{" + Join(block.Statements.Select(Print)) + "}";

    private static string Query(QuerySyntax e) => Node(
        "query",
        Join(e.Sources.Select(s => Node("from", s.Name.Text, Print(s.Source)))),
        Join(e.Joins.Select(j => Node(j.Kind.ToString(), j.Name.Text, Print(j.Source), Print(j.On)))),
        e.Where is null ? null : Node("where", Print(e.Where)),
        e.Group is null ? null : Node("group", Join(e.Group.Keys.Select(Print)), e.Group.Name.Text, Optional(e.Group.Having)),
        e.SortKey is null ? null : Node("sort", Print(e.SortKey)),
        e.Skip is null ? null : Node("skip", Print(e.Skip)),
        e.Take is null ? null : Node("take", Print(e.Take)),
        Node(e.Distinct ? "distinct" : "select", Print(e.Select)));

    private static string Print(PatternSyntax pattern) => pattern switch
    {
        LiteralPatternSyntax p => Literal(p.Literal.Value),
        NamePatternSyntax p => p.Name.Text,
        VariantPatternSyntax p => Node(p.Name.Text, Join(p.Arguments.Select(Print))),
        FieldPatternSyntax p => Node(p.Name.Text, Join(p.Fields.Select(f => $"{f.Name.Text}:{Print(f.Pattern)}"))),
        ListPatternSyntax p => "[" + Join(p.Elements.Select(Print)) + "]",
        _ => throw new ArgumentException(pattern.GetType().Name, nameof(pattern)),
    };

    private static string Print(TypeSyntax type) => type switch
    {
        NamedTypeSyntax { Arguments.Count: 0 } t => t.Name.Text,
        NamedTypeSyntax t => $"{t.Name.Text}<{string.Join(", ", t.Arguments.Select(Print))}>",
        FunctionTypeSyntax t => $"fun({string.Join(", ", t.Parameters.Select(Print))})" + (t.Result is null ? "" : ": " + Print(t.Result)),
        RowTypeSyntax t => "{" + Fields(t.Fields) + "}",
        OptionalTypeSyntax t => Print(t.Element) + "?",
        _ => throw new ArgumentException(type.GetType().Name, nameof(type)),
    };

    private static string Literal(object? value) => value switch
    {
        null => "none",
        string text => Quote(text),
        bool boolean => boolean ? "true" : "false",
        BigInteger integer => integer.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    private static string Quote(string text) => $"'{text}'";

    private static string Optional(ExpressionSyntax? expression) => expression is null ? "" : Print(expression);

    private static string Part(ExpressionSyntax? expression) => expression is null ? "_" : Print(expression);

    private static string Names(IEnumerable<NameSyntax> names) => string.Join(" ", names.Select(name => name.Text));

    private static string Parameters(IEnumerable<ParameterSyntax> parameters) =>
        "(" + string.Join(", ", parameters.Select(p => p.Name.Text + (p.Type is null ? "" : ": " + Print(p.Type)))) + ")";

    private static string Fields(IEnumerable<FieldSyntax> fields) =>
        string.Join(", ", fields.Select(f => (f.Name is null ? "" : f.Name.Text + ": ") + Print(f.Type)));

    private static string Fields(IEnumerable<FieldValueSyntax> fields) =>
        string.Join(", ", fields.Select(f => f.Name.Text + ": " + Print(f.Value)));

    private static string Join(IEnumerable<string> parts) => string.Join(" ", parts);

    private static string Node(params string?[] parts) =>
        "(" + string.Join(" ", parts.Where(part => !string.IsNullOrEmpty(part))) + ")";
}
