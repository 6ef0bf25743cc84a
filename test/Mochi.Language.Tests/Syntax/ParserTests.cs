using FluentAssertions;
using Mochi.Language.Syntax;

namespace Mochi.Language.Tests.Syntax;

[TestClass]
public class ParserTests
{
    [TestMethod]
    [DataRow("a + b * c - d", "(- (+ a (* b c)) d)")]
    [DataRow("a < b == c > d", "(== (< a b) (> c d))")]
    [DataRow("a == b && c || d ?? e", "(?? (|| (&& (== a b) c) d) e)")]
    [DataRow("a ?? b union c", "(union (?? a b) c)")]
    [DataRow("a union all b except c", "(except (union all a b) c)")]
    [DataRow("x in xs == y in ys", "(in (== (in x xs) y) ys)")]
    [DataRow("-a.b * !c(d)", "(* (- (. a b)) (! (call c d)))")]
    [DataRow("a - -1", "(- a (- 1))")]
    [DataRow("(a + b) * c", "(* (+ a b) c)")]
    public void Operators_bind_as_the_language_says(string source, string tree) => Expression(source).Should().Be(tree);

    [TestMethod]
    [DataRow("x[1][2]", "([] ([] x 1) 2)")]
    [DataRow("x[1:]", "([:] x 1 _ _)")]
    [DataRow("x[:-1]", "([:] x _ (- 1) _)")]
    [DataRow("x[::-1]", "([:] x _ _ (- 1))")]
    [DataRow("x[1:2:3]", "([:] x 1 2 3)")]
    [DataRow("a?.b?[0]", "(?[] (?. a b) 0)")]
    [DataRow("\"1\" as int + 2", "(+ (as '1' int) 2)")]
    [DataRow("f(1)(2).g(3,)", "(call (. (call (call f 1) 2) g) 3)")]
    [DataRow("p with { x: 1 }", "(with p x: 1)")]
    public void Postfix_operations_chain(string source, string tree) => Expression(source).Should().Be(tree);

    [TestMethod]
    [DataRow("[1, 2,]", "[1 2]")]
    [DataRow("{}", "map{}")]
    [DataRow("{\"a\": 1}", "map{'a':1}")]
    [DataRow("{a: 1, type: 2}", "row{'a':1 'type':2}")]
    [DataRow("{a: 1, \"b\": 2}", "map{'a':1 'b':2}")]
    [DataRow("{1, 2}", "set{1 2}")]
    [DataRow("set{1}", "set{1}")]
    [DataRow("Point { x: 1, y: 2 }", "(new Point x: 1, y: 2)")]
    [DataRow("Empty {}", "(new Empty)")]
    [DataRow("fun(x: int, y): int => x", "(lambda (x: int, y) : int x)")]
    [DataRow("fun() { f() }", "(lambda () {(call f)})")]
    [DataRow("if a then b else if c then d else e", "(if a b (if c d e))")]
    public void Literals_and_choices_are_expressions(string source, string tree) => Expression(source).Should().Be(tree);

    [TestMethod]
    [DataRow("match x { 1 => a -1 => b _ => c }", "(match x (=> 1 (- a 1)) ")]
    public void A_minus_on_the_same_line_is_a_subtraction(string source, string start)
    {
        var (_, diagnostics) = Parse(source);
        diagnostics.HasErrors.Should().BeTrue("'a -1' continues the arm, so that '=>' comes as a surprise: {0}", start);
    }

    [TestMethod]
    public void Arms_have_patterns_guards_and_blocks() =>
        Statement("match x {\n 1 => a\n -1 => b\n Node(l, _) when l > 0 => { f() }\n P { x: 0, y } => {a: 1}\n [h, t] => c,\n _ => return\n}")
            .Should().Be("(match x (=> 1 a) (=> -1 b) (=> (Node l _) when (> l 0) {(call f)}) " +
                "(=> (P x:0 y:y) row{'a':1}) (=> [h t] c) (=> _ {(return)}))");

    [TestMethod]
    [DataRow("let x: map<string, list<int>> = {}", "(let x : map<string, list<int>> map{})")]
    [DataRow("let x: list<int>= []", "(let x : list<int> [])")]
    [DataRow("var f: fun(int): int?", "(var f : fun(int): int?)")]
    [DataRow("let p: {a: int, b: string}", "(let p : {a: int, b: string})")]
    [DataRow("let [a, b] = xs", "(let [a b] xs)")]
    [DataRow("let {\"k\": v} = m", "(let {k:v} m)")]
    [DataRow("x[1].f = 2", "(= (. ([] x 1) f) 2)")]
    [DataRow("for x in a..b + 1 { }", "(for x (.. a (+ b 1)) {})")]
    [DataRow("for k, v in m { break }", "(for k v m {break})")]
    [DataRow("while x { continue }", "(while x {continue})")]
    [DataRow("if x { } else if y { } else { z() }", "(if x {} {(if y {} {(call z)})})")]
    [DataRow("if x == P { a: 1 } { }", "(if (== x (new P a: 1)) {})")]
    [DataRow("fun f<T>(a: T): T ! io { return a }", "(fun f <T> (a: T) : T {(return a)})")]
    [DataRow("try { f() } catch e { }", "(try {(call f)} e {})")]
    [DataRow("update t set { a: 1 } where b", "(update t a: 1 b)")]
    [DataRow("type A = B | C(x: int) | D { y: int z: int } | E(int)", "(union A (B) (C x: int) (D y: int, z: int) (E int))")]
    [DataRow("type P { x: int, fun m(): int { return x } }", "(record P x: int (fun m () : int {(return x)}))")]
    [DataRow("type P = { x: int }", "(record P x: int)")]
    [DataRow("type Id = int", "(alias Id int)")]
    [DataRow("test \"t\" { expect a }", "(test 't' {(expect a)})")]
    public void Statements_parse(string source, string tree) => Statement(source).Should().Be(tree);

    [TestMethod]
    public void A_query_has_its_clauses_in_order() =>
        Expression("from a in as1 from b in bs left join c in cs on a == c where d group by e, f into g having h sort by i skip 1 take 2 select distinct g")
            .Should().Be("(query (from a as1) (from b bs) (Left c cs (== a c)) (where d) (group e f g h) (sort i) (skip 1) (take 2) (distinct g))");

    [TestMethod]
    [DataRow("agent A { var x: int = 0 on S as e { x = e.v } intent i(p: int): int { return x } }", "agents")]
    [DataRow("stream S { f: int }", "streams")]
    [DataRow("emit S { f: 1 }", "streams")]
    [DataRow("on S as e { print(e) }", "streams")]
    [DataRow("model quick { provider: \"x\" name: \"y\" }", "language models")]
    [DataRow("bench \"b\" { f() }", "benchmarks")]
    [DataRow("import go \"a/b.go\" as b auto", "imports")]
    [DataRow("extern fun math.sqrt(x: float): float", "extern declarations")]
    [DataRow("fact parent(\"a\", \"b\")", "facts and rules")]
    [DataRow("rule g(x, z) :- parent(x, y), not parent(y, z), x != z", "facts and rules")]
    [DataRow("let r = query g(x, \"b\")", "facts and rules")]
    [DataRow("let t = generate text { prompt: \"hi\" }", "generate expressions")]
    [DataRow("let d = fetch \"http://x\" with { method: \"POST\" }", "fetch expressions")]
    [DataRow("let p = load \"a.csv\" as Person with { format: \"csv\" }", "load expressions")]
    [DataRow("save p to \"-\"", "save expressions")]
    [DataRow("let f = await async g(1)", "async and await")]
    [DataRow("let s = stream<int>(4)", "streams")]
    public void Forms_outside_the_subset_parse_and_are_named(string source, string feature) =>
        Statement(source).Should().Contain($"(unsupported {feature})");

    [TestMethod]
    [DataRow("fact")]
    [DataRow("test")]
    [DataRow("stream")]
    [DataRow("on")]
    [DataRow("all")]
    [DataRow("model")]
    [DataRow("set")]
    [DataRow("from")]
    public void Words_that_only_start_some_statement_are_names_elsewhere(string word) =>
        Statement($"let y = {word}({word}, 1)").Should().Be($"(let y (call {word} {word} 1))");

    [TestMethod]
    public void One_error_in_a_statement_does_not_hide_or_cause_others()
    {
        var (program, diagnostics) = Parse("let = 1\nlet a = 2\nfun f( {\n  return 1\n}\nlet b = [1, 2\nlet c = 3\nx = }\nprint(c)");
        diagnostics.ToList().Select(d => d.Place.Line).Should().Equal(1, 3, 7, 8);
        program.Statements.Select(SyntaxPrinter.Print).Should().Contain(["(let a 2)", "(let c 3)", "(call print c)"]);
    }

    [TestMethod]
    public void Deep_nesting_and_long_chains_end_in_a_diagnostic()
    {
        foreach (var source in new[]
        {
            "let x = " + new string('(', 20_000),
            "let x = " + new string('[', 20_000),
            "let x = " + string.Concat(Enumerable.Repeat("-", 20_000)) + "1",
            "let x = " + string.Join(" + ", Enumerable.Repeat("1", 20_000)),
            "let x = a" + string.Concat(Enumerable.Repeat(".b", 20_000)),
            string.Concat(Enumerable.Repeat("if a { ", 20_000)),
            "let x: " + string.Concat(Enumerable.Repeat("list<", 20_000)),
            "match a { " + string.Concat(Enumerable.Repeat("A(", 20_000)),
            "if a { } " + string.Concat(Enumerable.Repeat("else if a { } ", 20_000)),
        })
        {
            var compilation = MochiCompilation.Compile("deep.mochi", System.Text.Encoding.UTF8.GetBytes(source));
            compilation.Diagnostics.Should().ContainSingle().Which.Code.Should().Be("ML012");
        }
    }

    [TestMethod]
    public void A_long_concatenation_and_a_deep_expression_within_the_limits_compile()
    {
        var source = "let s = \"a\"\nprint(" + string.Join(" + ", Enumerable.Repeat("s", 900)) + ")\nprint(" +
            new string('(', 100) + "1" + new string(')', 100) + ")";
        MochiCompilation.Compile("long.mochi", System.Text.Encoding.UTF8.GetBytes(source)).Diagnostics.Should().BeEmpty();
    }

    [TestMethod]
    public void Truncated_and_damaged_programs_never_raise_an_exception()
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "everything.mochi"));
        for (var length = 0; length < source.Length; length += 13)
        {
            var cut = MochiCompilation.Compile("cut.mochi", System.Text.Encoding.UTF8.GetBytes(source[..length]));
            (cut.Module is not null || cut.Diagnostics.Count > 0).Should().BeTrue();
            var hole = source[..length] + source[Math.Min(source.Length, length + 5)..];
            MochiCompilation.Compile("hole.mochi", System.Text.Encoding.UTF8.GetBytes(hole)).Should().NotBeNull();
        }
    }

    [TestMethod]
    public void At_most_fifty_errors_are_reported()
    {
        var source = string.Concat(Enumerable.Repeat("let = 1\n", 500));
        var diagnostics = MochiCompilation.Compile("many.mochi", System.Text.Encoding.UTF8.GetBytes(source)).Diagnostics;
        diagnostics.Should().HaveCount(51);
        diagnostics[^1].Code.Should().Be("ML019");
    }

    private static string Expression(string source) =>
        Statement("let probe = " + source)[..^1].Replace("(let probe ", "", StringComparison.Ordinal);

    private static string Statement(string source)
    {
        var (program, diagnostics) = Parse(source);
        diagnostics.ToList().Should().BeEmpty();
        return SyntaxPrinter.Print(program.Statements.Should().ContainSingle().Subject);
    }

    private static (ProgramSyntax Program, DiagnosticBag Diagnostics) Parse(string text)
    {
        var source = SourceText.FromString("test.mochi", text);
        var diagnostics = new DiagnosticBag(source);
        return (Parser.Parse(source, diagnostics), diagnostics);
    }
}
