using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Tests.Analysis;

[TestClass]
public sealed class CallGraphTests
{
    private static readonly ModuleCalls First = CallModules.Read(
        "first",
        ("a", 0, [Instruction.CallExt(0, new ImportOperand("second", "b", 0)), Instruction.CallOnly(0, new LabelOperand(4))]),
        ("-inner", 0, [Instruction.CallExtOnly(0, new ImportOperand("third", "c", 0))]));

    private static readonly ModuleCalls Second = CallModules.Read(
        "second",
        ("b", 0,
        [
            Instruction.Bif0(new ImportOperand("erlang", "self", 0), Register.X(0)), Instruction.Apply(1),
            Instruction.CallExtOnly(0, new ImportOperand("first", "a", 0)),
        ]));

    [TestMethod]
    public void Graph_HasWhatIsDefinedAndWhatIsCalled_WhateverTheOrderOfTheModules()
    {
        var graph = CallGraph.Of([Second, First]);

        graph.Should().BeEquivalentTo(CallGraph.Of([First, Second]), options => options.WithStrictOrdering());
        graph.Functions.Should().Equal(
            new CallGraphFunction(new Mfa("first", "-inner", 0), true, false),
            new CallGraphFunction(new Mfa("first", "a", 0), true, true),
            new CallGraphFunction(new Mfa("second", "b", 0), true, true),
            new CallGraphFunction(new Mfa("third", "c", 0), false, false));
        Texts(graph).Should().Equal(
            "first:'-inner'/0 third:c/0", "first:a/0 first:'-inner'/0", "first:a/0 second:b/0", "second:b/0 _:_/1",
            "second:b/0 first:a/0");
    }

    [TestMethod]
    public void Selection_KeepsCallsFromAndToWhatFits()
    {
        Texts(Select(new CallGraphSelection { Functions = [FunctionPattern.Parse("-inner")] })).Should().Equal(
            "first:'-inner'/0 third:c/0", "first:a/0 first:'-inner'/0");
        Texts(Select(new CallGraphSelection { OnlyInner = true })).Should().Equal(
            "first:a/0 first:'-inner'/0", "first:a/0 second:b/0", "second:b/0 _:_/1", "second:b/0 first:a/0");
        Texts(Select(new CallGraphSelection { WithBifs = true })).Should().Contain("second:b/0 erlang:self/0");
    }

    [TestMethod]
    public void ModuleGraph_CountsCallsBetweenModules()
    {
        Select(CallGraphSelection.Default).ByModule().Should().Equal(
            new ModuleDependency("first", "second", 1, 0), new ModuleDependency("first", "third", 1, 0),
            new ModuleDependency("second", "first", 1, 0));
    }

    [TestMethod]
    [DataRow("lists:map/2", true)]
    [DataRow("map/2", true)]
    [DataRow("map", true)]
    [DataRow("m?p", true)]
    [DataRow("*:*/2", true)]
    [DataRow("l*s:*a*/?", true)]
    [DataRow("lists:", false)]
    [DataRow("map/3", false)]
    [DataRow("lists:ma", false)]
    [DataRow("list:map/2", false)]
    [DataRow("*ts:map/22", false)]
    public void Pattern_FitsModuleFunctionAndArity(string pattern, bool fits) =>
        FunctionPattern.Parse(pattern).Matches(new Mfa("lists", "map", 2)).Should().Be(fits);

    [TestMethod]
    public void Pattern_OfOddNames()
    {
        FunctionPattern.Parse("erlang://2").Matches(new Mfa("erlang", "/", 2)).Should().BeTrue();
        FunctionPattern.Parse("-a/1-fun-0-/2").Matches(new Mfa("m", "-a/1-fun-0-", 2)).Should().BeTrue();
        FunctionPattern.Parse("-a/1-fun-*").Matches(new Mfa("m", "-a/1-fun-0-", 2)).Should().BeTrue();
    }

    private static CallGraph Select(CallGraphSelection selection) => CallGraph.Of([First, Second], selection);

    private static IEnumerable<string> Texts(CallGraph graph) => graph.Calls.Select(call => $"{call.Caller} {call.Target}");
}
