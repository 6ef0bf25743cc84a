using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Text;

namespace Mochi.Language.Tests.Lowering;

[TestClass]
public class LoweringTests
{
    [TestMethod]
    public void A_loop_over_a_range_is_a_loop_with_inline_arithmetic() =>
        Mir("var total = 0\nfor i in 0..3 { total = total + i }\nprint(total)").Should().Contain(
            """
              var total: int = 0
              for for, i: int from 0 to 3 do {
                set total = (total + i)
              }
              remote keepframe mochi_core:print([total])
            """);

    [TestMethod]
    public void Division_by_a_constant_needs_no_check_and_any_other_raises_what_Mochi_says()
    {
        Mir("fun half(n: int): int { return n / 2 }").Should().Contain("return (n div 2)");
        Mir("fun per(a: int, b: int): int { return a / b }").Should().Contain(
            "return (a div b else remote noreturn mochi_core:arith_error('/', a, b))");
    }

    [TestMethod]
    public void A_chain_of_strings_is_one_binary() =>
        Mir("fun f(a: string): string { return \"<\" + a + \">\" }").Should().Contain(
            "bits(binary <<\"<\">> unit 8, binary a unit 8, binary <<\">\">> unit 8)");

    [TestMethod]
    public void A_field_is_an_element_at_a_fixed_place() =>
        Mir("type P { x: int, y: int }\nfun f(p: P): int { return p.y }").Should().Contain("field(2, p as P/3)");

    [TestMethod]
    public void A_changed_parameter_goes_back_to_the_caller()
    {
        var mir = Mir("fun put(xs: list<int>) { xs[0] = 1 }\nvar a = [2]\nput(a)");
        mir.Should().Contain("set xs = remote keepframe mochi_list:set(xs, 0, 1)");
        mir.Should().Contain("#('ok', xs)");
        mir.Should().Contain("set a = field(1, returned as _/2)");
    }

    [TestMethod]
    public void A_variable_that_functions_share_lives_in_the_process_dictionary_and_a_constant_nowhere()
    {
        var mir = Mir("var n = 0\nlet limit = 10\nfun next(): int {\n n = n + 1\n return n % limit\n}\nprint(next())");
        mir.Should().Contain("remote erlang:put('mochi_user_t:n', 0)");
        mir.Should().Contain("remote erlang:get('mochi_user_t:n')");
        mir.Should().Contain("rem 10");
        mir.Should().NotContain("limit");
    }

    [TestMethod]
    public void Rows_with_one_set_of_names_have_the_order_of_the_first() =>
        Mir("print({ b: 1, a: 2 })\nprint({ a: 3, b: 4 })").Should()
            .Contain("{'{b,a}',1,2}").And.Contain("{'{b,a}',4,3}");

    [TestMethod]
    public void Tags_keep_clear_of_built_in_values_and_of_each_other()
    {
        var mir = Mir("type ok { x: int }\ntype T = some | none2 | error(m: string)\ntype some { y: int }\nprint(ok { x: 1 }, error(\"a\"))");
        mir.Should().Contain("{'ok\\'',record,<<\"ok\">>,[<<\"x\">>]}");
        mir.Should().Contain("{'error\\'',variant,<<\"error\">>,[<<\"m\">>]}");
        mir.Should().Contain("'some\\'\\''");
    }

    [TestMethod]
    public void Every_program_of_the_cases_that_has_no_error_gives_a_module_that_the_checker_accepts()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.mochi"))
        {
            if (MochiCompilation.Compile(file, File.ReadAllBytes(file)).Module is not { } module) continue;
            IrChecker.Check(module).Should().BeEmpty(file);
        }
    }

    [TestMethod]
    [DataRow("wordcount.mochi", "mochi_user_wordcount")]
    [DataRow("dir/My-Program 2.mochi", "mochi_user_my_program_2")]
    [DataRow("/a.b/Ünï.x.mochi", "mochi_user__n__x")]
    [DataRow("noextension", "mochi_user_noextension")]
    public void A_module_is_named_after_its_file(string file, string module) =>
        MochiCompilation.GetModuleName(file).Should().Be(module);

    [TestMethod]
    public void Compiling_twice_gives_the_same_module()
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "everything.mochi"));
        Mir(source).Should().Be(Mir(source));
    }

    private static string Mir(string source)
    {
        var compilation = MochiCompilation.Compile("t.mochi", Encoding.UTF8.GetBytes(source));
        compilation.Diagnostics.Should().NotContain(d => d.Severity == BeamFile.Diagnostics.DiagnosticSeverity.Error);
        IrChecker.Check(compilation.Module!).Should().BeEmpty();
        return MirPrinter.Print(compilation.Module!, withPositions: false);
    }
}
