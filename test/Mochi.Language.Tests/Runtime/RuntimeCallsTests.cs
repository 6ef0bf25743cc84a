using FluentAssertions;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Runtime;

namespace Mochi.Language.Tests.Runtime;

[TestClass]
public class RuntimeCallsTests
{
    private static readonly SourcePosition Here = new("a.mochi", 3, 7);

    [TestMethod]
    public void A_call_that_the_runtime_can_take_is_given_back()
    {
        var call = Call("mochi_list", "at", Node.List(Node.Integer(1)), Node.Integer(0));
        RuntimeCalls.Check(call).Should().BeSameAs(call);
        Check("mochi_list", "at", Node.Get(new Local("xs", IrType.Any)), Node.Get(new Local("i", IrType.Number)));
    }

    [TestMethod]
    public void Calls_of_other_applications_and_of_programs_are_not_looked_at()
    {
        Check("lists", "no_such_function");
        Check("mochi_user_a", "no_such_function");
    }

    [TestMethod]
    public void A_function_that_does_not_exist_is_refused_with_its_name_and_place()
    {
        var defect = FluentActions.Invoking(() => Check("mochi_list", "att", Node.Nil)).Should().Throw<DefectException>().Which.Diagnostic;
        defect.Code.Should().Be("ML900");
        defect.Message.Should().Be("this is a defect of mochi: it calls mochi_list:att/1, which the runtime does not have");
        (defect.Place.File, defect.Place.Line, defect.Place.Column).Should().Be(("a.mochi", 3, 7));
        Refusal("mochi_no_such_module", "f").Should().Contain("mochi_no_such_module:f/0");
    }

    [TestMethod]
    public void A_wrong_number_of_arguments_is_refused() =>
        Refusal("mochi_list", "at", Node.Nil).Should().Contain("it calls mochi_list:at/1, which the runtime does not have");

    [TestMethod]
    public void An_argument_that_cannot_be_what_the_function_takes_is_refused()
    {
        Refusal("mochi_list", "at", Node.Nil, Node.String("0"))
            .Should().Contain("argument 2 of mochi_list:at/2 is bitstring where the runtime takes int");
        Refusal("mochi_core", "slice", Node.Nil, Node.Float(1), Node.Atom("nil"))
            .Should().Contain("argument 2 (Start) of mochi_core:slice/3 is float where the runtime takes mochi_core:bound()");
        Refusal("mochi_list", "map", Node.Nil, new LambdaExpression([], Node.Unit)).Should().Contain("argument 2");
        Refusal("mochi_str", "to_int", Node.String("1"), Node.Integer(99)).Should().Contain("int(99..99)");
    }

    [TestMethod]
    public void The_result_of_another_call_is_known()
    {
        var length = Call("mochi_str", "len", Node.String("a"));
        Check("mochi_list", "at", Node.Nil, length);
        Refusal("mochi_str", "len", length).Should().Contain("is int(0..) where the runtime takes binary");
    }

    [TestMethod]
    public void Whether_a_call_returns_is_what_the_function_does()
    {
        RuntimeCalls.Check(Call("mochi_core", "match_error", Node.Nil) with { NeverReturns = true });
        Refusal("mochi_core", "match_error", Node.Nil).Should().Contain("it goes on after mochi_core:match_error/1, which never returns");
        FluentActions.Invoking(() => RuntimeCalls.Check(Call("mochi_core", "now") with { NeverReturns = true }))
            .Should().Throw<DefectException>().WithMessage("*it takes mochi_core:now/0, which returns, for one that does not*");
    }

    [TestMethod]
    public void A_call_that_nothing_follows_may_be_of_either_kind()
    {
        RuntimeCalls.Check(Call("mochi_main", "run", Node.Atom("mochi_user_a")), isLast: true);
        RuntimeCalls.Check(Call("mochi_core", "now"), isLast: true);
    }

    private static RemoteCallExpression Call(string module, string function, params Expression[] arguments) =>
        new(module, function, [.. arguments]) { Position = Here };

    private static void Check(string module, string function, params Expression[] arguments) =>
        RuntimeCalls.Check(Call(module, function, arguments));

    private static string Refusal(string module, string function, params Expression[] arguments) =>
        FluentActions.Invoking(() => Check(module, function, arguments)).Should().Throw<DefectException>().Which.Message;
}
