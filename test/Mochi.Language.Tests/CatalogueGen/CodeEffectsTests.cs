using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.CatalogueGen;

namespace Mochi.Language.Tests.CatalogueGen;

[TestClass]
public class CodeEffectsTests
{
    private static readonly EffectTable Table = EffectTable.Read(
        "module\tfunction\tarity\teffects\nerlang\tput\t2\treads,writes\nerlang\tget\t1\treads\nlists\tmap\t2\tcalls1,raises\n" +
        "erlang\terror\t1\traises\n");

    private readonly Local _a = new("a", IrType.Any);
    private readonly Local _b = new("b", IrType.Any);
    private readonly Local _c = new("c", IrType.Any);
    private readonly List<string> _reports = [];

    [TestMethod]
    public void What_only_computes_does_nothing_and_what_can_fail_raises()
    {
        Of(Node.Tuple(Node.Get(_a), Node.BuiltIn("is_list", Node.Get(_b)))).Should().Be(CallEffects.None);
        Of(Node.BuiltIn("+", Node.Get(_a), Node.Get(_b))).Should().Be(CallEffects.Raises);
        Of(new BuiltInExpression("+", [Node.Get(_a), Node.Get(_b)]) { OnFailure = Node.Nil }).Should().Be(CallEffects.None);
        Of(new MatchExpression(Node.Get(_a), [])).Should().Be(CallEffects.Raises);
    }

    [TestMethod]
    public void A_call_does_what_the_called_function_does()
    {
        Of(Node.RemoteCall("erlang", "put", Node.Get(_a), Node.Get(_b))).Should().Be(CallEffects.Reads | CallEffects.Writes);
        Of(Node.Tuple(Node.Call("g", Node.Get(_a)), Node.Nil), ("g", Node.RemoteCall("erlang", "get", Node.Get(_c))))
            .Should().Be(CallEffects.Reads);
        Of(Node.RemoteCall("mochi_t", "g", Node.Get(_a)), ("g", Node.RemoteCall("erlang", "get", Node.Get(_c))))
            .Should().Be(CallEffects.Reads);
        _reports.Should().BeEmpty();
    }

    [TestMethod]
    public void A_fun_that_is_given_is_told_from_one_that_is_made()
    {
        Of(Node.Apply(Node.Get(_a))).Should().Be(CallEffects.Calls | CallEffects.Raises);
        Of(Node.RemoteCall("lists", "map", Node.Get(_a), Node.Get(_b))).Should().Be(CallEffects.Calls | CallEffects.Raises);
        var item = new Local("item", IrType.Any);
        var made = new LambdaExpression([item], Node.RemoteCall("erlang", "put", Node.Get(item), Node.Get(_b)));
        Of(Node.RemoteCall("lists", "map", made, Node.Get(_b)))
            .Should().Be(CallEffects.Reads | CallEffects.Writes | CallEffects.Raises);
        var handing = new LambdaExpression([item], Node.Apply(Node.Get(_a), Node.Get(item)));
        Of(Node.RemoteCall("lists", "map", handing, Node.Get(_b))).Should().Be(CallEffects.Calls | CallEffects.Raises);
    }

    [TestMethod]
    public void What_is_read_for_an_exception_counts_where_it_is_caught()
    {
        var fail = Node.RemoteCall("erlang", "error", Node.RemoteCall("erlang", "get", Node.Get(_c)));
        var visible = ~CallEffects.ReadsForException;
        (Of(Node.Tuple(Node.Call("fail", Node.Get(_a))), ("fail", fail)) & visible).Should().Be(CallEffects.Raises);
        var reason = new Local("reason", IrType.Any);
        var caught = new TryExpression(
            Node.Call("fail", Node.Get(_a)), new Local("class", IrType.Atom), reason, new Local("stack", IrType.Any), Node.Get(reason));
        (Of(caught, ("fail", fail)) & visible).Should().Be(CallEffects.Reads | CallEffects.Raises);
    }

    [TestMethod]
    public void A_function_whose_code_never_returns_is_known_without_a_specification()
    {
        var reading = new RaiseExpression(Node.Atom("error"), Node.RemoteCall("erlang", "get", Node.Get(_c)), Stack: null);
        var effects = Of(Node.Tuple(Node.Call("g", Node.Get(_a))), ("g", reading));
        (effects & ~CallEffects.ReadsForException).Should().Be(CallEffects.Raises);
        var returning = Node.If(Node.BuiltIn("is_atom", Node.Get(_c)), Node.RemoteCall("erlang", "get", Node.Get(_c)), reading);
        Of(Node.Tuple(Node.Call("g", Node.Get(_a))), ("g", returning)).Should().Be(CallEffects.Reads | CallEffects.Raises);
    }

    [TestMethod]
    public void A_function_that_nothing_is_known_of_does_everything_and_is_reported()
    {
        Of(Node.RemoteCall("strange", "thing", Node.Get(_a))).Should().Be(CallEffects.Unknown);
        _reports.Should().ContainSingle().Which.Should().Contain("strange:thing/1");
    }

    /// <summary>The effects of <c>f(a, b)</c> with this body, beside a function of <c>c</c>, where <c>fail</c> never returns.</summary>
    private CallEffects Of(Expression body, (string Name, Expression Body)? other = null)
    {
        var module = new IrModule("mochi_t",
        [
            new IrFunction("f", [_a, _b], body) { IsExported = true },
            .. other is { } function ? [new IrFunction(function.Name, [_c], function.Body) { IsExported = true }] : Array.Empty<IrFunction>(),
        ]);
        var file = BeamModuleWriter.Write(ModuleCompiler.Compile(module));
        var effects = CodeEffects.Of([BeamModuleReader.Read(file).Chunks!], called => called.Function == "fail", Table, _reports.Add);
        _reports.RemoveAll(report => report.Contains("get_module_info", StringComparison.Ordinal));
        return effects[new Mfa("mochi_t", "f", 2)];
    }
}
