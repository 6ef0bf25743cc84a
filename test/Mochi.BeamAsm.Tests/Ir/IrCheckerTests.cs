using FluentAssertions;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Ir;

[TestClass]
public sealed class IrCheckerTests
{
    [TestMethod]
    [DataRow("BA301 read too early", "{ x; let x: int = 1 }", "BA301 'x' is read where it is not bound")]
    [DataRow("BA301 out of scope", "{ { let x = 1 }; x }", "BA301 'x' is read")]
    [DataRow("BA301 on one path only", "{ if a then let x = 1 else 'ok'; x }", "BA301 'x' is read")]
    [DataRow("BA301 bound by an operand that may be skipped", "{ (a && { 'true' }); (a || let x = 1); x }", "BA301 'x' is read")]
    [DataRow("BA301 after the loop", "{ for l, x in a do x; x }", "BA301 'x' is read")]
    [DataRow("BA301 in the other clause", "match a { x -> x; _ -> x }", "BA301 'x' is read")]
    [DataRow("BA301 in the handler", "try let x = 1 catch c, r, s do x", "BA301 'x' is read")]
    [DataRow("BA301 bound inside the fun", "{ let f = fun () -> let x = 1; x }", "BA301 'x' is read")]
    [DataRow("BA301 changed too early", "{ set x = 2; var x = 1 }", "BA301 'x' is changed")]
    [DataRow("BA302", "{ let x = 1; let x = 2 }", "BA302 'x' is bound a second time")]
    [DataRow("BA302 in a pattern", "match a { #(x, x) -> x }", "BA302 'x' is bound a second time")]
    [DataRow("BA303", "{ let x = 1; set x = 2 }", "BA303 'x' is changed but is not mutable")]
    [DataRow("BA304 outside", "{ loop l do break l; break l }", "BA304 break stands in no loop 'l'")]
    [DataRow("BA304 across a fun", "loop l do { let f = fun () -> continue l }", "BA304 continue stands in no loop 'l'")]
    [DataRow("BA304 in the condition", "loop l while break l do 'ok'", "BA304 break stands in no loop 'l'")]
    [DataRow("BA305 call", "call nobody(a)", "BA305 there is no function nobody/1")]
    [DataRow("BA305 other arity", "call f(a, a)", "BA305 there is no function f/2")]
    [DataRow("BA305 value", "&nobody/1", "BA305 there is no function nobody/1")]
    [DataRow("BA306", "call f/1(a, a)", "BA306 f/1 is called with 2 arguments")]
    [DataRow("BA306 too many", "&lists:map/256", "BA306 no function takes 256 arguments")]
    [DataRow("BA307", "sort(a)", "BA307 there is no built-in function sort/1")]
    [DataRow("BA307 number of arguments", "hd(a, a)", "BA307 there is no built-in function hd/2")]
    [DataRow("BA307 type test", "match a { hd(x) -> x }", "BA307 there is no type test hd/1")]
    [DataRow("BA308 index", "field(3, a as point/3)", "BA308 there is no element 3")]
    [DataRow("BA308 update", "update(a as _/1, 1 = a)", "BA308 there is no element 1")]
    [DataRow("BA308 twice", "update(a as _/2, 1 = a, 1 = a)", "BA308 element 1 is replaced twice")]
    [DataRow("BA308 tag", "field(0, a as point/0)", "BA308 a tuple without elements has no tag | BA308 there is no element 0")]
    [DataRow("BA308 size", "field(0, a as _/16777216)", "BA308 a tuple cannot have 16777216 elements")]
    [DataRow("BA310", "match a { map((1 + 2) => _) -> a }", "BA310 a key of a map pattern")]
    [DataRow("BA301 key bound by the pattern", "match a { #(x, map(x => _)) -> a }", "BA301 'x' is read")]
    [DataRow("BA311 change", "{ var v = a; match a { _ when set v = 1 -> a } }", "BA311 a guard cannot change local 'v'")]
    [DataRow("BA311 return", "match a { _ when return a -> a }", "BA311 a guard cannot hold a return")]
    [DataRow("BA312 let", "let x: int = 'one'", "BA312 local 'x' is of type int")]
    [DataRow("BA312 range", "let x: int(0..9) = 10", "BA312 local 'x' is of type int(0..9)")]
    [DataRow("BA312 atoms", "let x: bool = 'maybe'", "BA312 local 'x' is of type bool")]
    [DataRow("BA312 element", "let x: list(int) = const [1, a]", "BA312 local 'x' is of type list(int)")]
    [DataRow("BA312 built-in", "let x: list = tuple_size(a)", "BA312 local 'x' is of type list")]
    [DataRow("BA312 both branches", "let x: list = if a then 1 else #(a)", "BA312 local 'x' is of type list")]
    [DataRow("BA312 change", "{ var x: int = 1; set x = <<>> }", "BA312 local 'x' is of type int")]
    [DataRow("BA313 range", "{ let x: int(9..0) = a }", "BA313 the range of int(9..0) is empty")]
    [DataRow("BA313 union", "{ let x: list(union(int)) = a }", "BA313 a union has at least two members")]
    [DataRow("BA313 nested union", "{ let x: (int or float) or atom = a }", "BA313 a union has at least two members")]
    [DataRow("BA315 unit", "bits(int a unit 0)", "BA315 a segment's unit is 1 to 256, not 0")]
    [DataRow("BA315 utf", "bits(utf8 a size 8)", "BA315 a UTF segment has neither")]
    [DataRow("BA315 size", "bits(int a size -1)", "BA315 a segment's size is a number that is not negative")]
    [DataRow("BA315 float", "bits(float a size 8 unit 3)", "BA315 a float has 16, 32 or 64 bits, not 24")]
    [DataRow("BA317 loop", "for l, var x in a do x", "BA317 local 'x' must not be mutable")]
    [DataRow("BA317 function", "letrec { var g = fun () -> a }", "BA317 local 'g' must not be mutable")]
    [DataRow("BA318", "{ loop l do break l; loop l do break l }", "BA318 there are two loops with the label 'l'")]
    [DataRow("BA319", "raise('fault', a)", "BA319 the class of an exception")]
    public void Check_FindsWhatIsWrong(string rule, string body, string expected)
    {
        var problems = Problems($"mir 1\nmodule m\nfunction f(a) = {body}\n");

        expected.Should().Contain(rule[..5]);
        problems.Split(" | ").Should().HaveCount(expected.Split(" | ").Length);
        problems.Split(" | ").Zip(expected.Split(" | ")).Should().OnlyContain(pair => Matches(pair.First, pair.Second));
    }

    [TestMethod]
    [DataRow("function f() = 1\nfunction f() = 2", "BA309 there are two functions f/0 (in f/0)")]
    [DataRow("function module_info(x) = x", "BA309 module_info/1 is made by the compiler (in module_info/1)")]
    [DataRow("attribute vsn(1)", "BA316 the attribute vsn is made by the compiler")]
    [DataRow("module ''", "BA316 the module's name is empty")]
    [DataRow("function f() -> list = { 1 }", "BA312 the function's result is of type list, which this value cannot have (in f/0)")]
    public void Check_LooksAtTheModule(string text, string expected) =>
        Problems("mir 1\nmodule m\n" + text).Should().Be(expected);

    [TestMethod]
    public void Check_FindsWhatTextCannotSay()
    {
        var foreign = new Local("foreign", IrType.Any);
        var module = new IrModule(
            "m",
            [
                new IrFunction("f", [foreign, new Local("b", new BitstringType(0))], Node.Unit),
                new IrFunction("g", [], Node.Block(Node.Get(foreign), Node.Literal(new PidTerm("n@h", 1, 2, 3)))),
                new IrFunction("h", [new Local("t", new AtomType(["b", "a"]))], Node.Atom(new string('x', 256))),
                new IrFunction("i", [.. Enumerable.Range(0, 256).Select(_ => new Local("p", IrType.Any))], Node.Unit),
            ]);

        string.Join(", ", IrChecker.Check(module).Select(found => found.Code)).Should().Be("BA313, BA301, BA314, BA313, BA316, BA306");
    }

    [TestMethod]
    public void Check_SurvivesDeepNesting()
    {
        var deep = Node.Unit;
        for (var depth = 0; depth < 200_000; depth++)
        {
            deep = new NotExpression(deep);
        }

        IrChecker.Check(new IrModule("m", [new IrFunction("f", [], deep)])).Should().ContainSingle(found => found.Code == "BA320");
    }

    [TestMethod]
    public void Check_PointsAtTheNearestKnownPosition()
    {
        var text = """
            mir 1
            module m
            source "m.mochi"
            function@1:1 f(a) = {
              let@2:3 b = #(a, c@2:9)
              if@3:3 a then (d + 1) else { let c = 1; let d = 1 }
            }
            """;

        IrChecker.Check(MirParser.Parse(text).Module!)
            .Select(found => $"{found.Place.File}:{found.Place.Line}:{found.Place.Column}")
            .Should().Equal("m.mochi:2:9", "m.mochi:3:3");
    }

    [TestMethod]
    [DataRow("{ if a then let x = 1 else let y = 1; 'ok' }")]
    [DataRow("{ match a { 1 -> let x = 1; _ -> return a }; x }")]
    [DataRow("{ if a then let x = 1 else raise('error', a); x }")]
    [DataRow("{ var v: int = 0; let f = fun () -> { set v = 1; v }; apply f with () }")]
    [DataRow("letrec { g = fun () -> apply h with (); h = fun () -> apply g with () }")]
    [DataRow("loop l while 'true' do { loop l.1 do { break l }; continue l }")]
    [DataRow("{ let x: int = (a + 1 else 0); let y: never = raise('exit', x) }")]
    [DataRow("match a { map(a => #(h, _)) when (call f(h) =:= 1) -> h }")]
    [DataRow("{ call module_info('exports'); call module_info() }")]
    public void Check_AcceptsWhatIsRight(string body)
    {
        var result = MirParser.Parse($"mir 1\nmodule m\nfunction f(a) = {body}\n");

        result.Diagnostics.Should().BeEmpty();
        IrChecker.Check(result.Module!).Should().BeEmpty();
    }

    private static bool Matches(string found, string expected) =>
        found[..5] == expected[..5] && found[5..].Contains(expected[5..].Trim(), StringComparison.Ordinal);

    private static string Problems(string text)
    {
        var result = MirParser.Parse(text);
        result.Diagnostics.Should().BeEmpty();
        return string.Join(" | ", IrChecker.Check(result.Module!).Select(found => $"{found.Code} {found.Message}"));
    }
}
