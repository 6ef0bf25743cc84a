using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Lowering;
using Mochi.Language.Binding;
using Mochi.Language.Lowering;
using Mochi.Language.Runtime;
using Mochi.Language.Types;

namespace Mochi.Language.Tests.Runtime;

[TestClass]
public partial class EmittedCallsTests
{
    [TestMethod]
    public void Every_call_of_every_program_of_the_repository_is_one_that_the_runtime_can_take()
    {
        var modules = Repository.Files("", "*.mochi")
            .Select(file => MochiCompilation.Compile(Path.GetFileName(file), File.ReadAllBytes(file)).Module)
            .OfType<IrModule>().ToList();
        modules.Should().HaveCountGreaterThan(30);
        modules.Sum(Check).Should().BeGreaterThan(1000);
    }

    [TestMethod]
    public void Names_of_functions_that_are_computed_are_there()
    {
        var source = """
            let xs: list<any> = [1, 2.5]
            let x = xs[0]
            print(x + x, x - x, x * x, x / x, x % x, -x, x < x, x <= x, x == x, x in xs)
            print([1] union [2], [1] union all [2], [1] except [2], [1] intersect [2])
            print({1} union {2}, {1} except {2}, {1} intersect {2})
            print(from n in [1, 2] select sum(n), from n in [1, 2] select avg(n))
            print(from n in [1, 2] select min(n), from n in [1, 2] select max(n), from n in [1, 2] select count(n))
            """;
        var compilation = MochiCompilation.Compile("t.mochi", Encoding.UTF8.GetBytes(source));
        compilation.Diagnostics.Should().BeEmpty();
        Check(compilation.Module!).Should().BeGreaterThan(20);
    }

    [TestMethod]
    public void Every_built_in_function_becomes_a_call_that_the_runtime_can_take()
    {
        var builtins = new Builtins();
        var calls = Builtins.Names.SelectMany(name => builtins.Find(name)!)
            .Where(overload => !overload.Target.StartsWith("op:", StringComparison.Ordinal))
            .Select(overload => (Overload: overload, Target: overload.Target.Split(':')))
            .Select(entry => new RemoteCallExpression(
                entry.Target[0],
                entry.Target[1],
                [.. entry.Overload.Parameters.Select(type => Node.Get(new Local("argument", IrTypes.Of(type))))])
            { NeverReturns = entry.Overload.Result.Is(MochiType.Never) })
            .ToList();
        calls.Should().HaveCountGreaterThan(80);
        foreach (var call in calls) RuntimeCalls.Check(call);
    }

    [TestMethod]
    public void Every_function_that_the_compiler_names_is_there()
    {
        var known = RuntimeCatalogue.All.Select(function => $"{function.Module}:{function.Name}").ToHashSet();
        var named = Repository.Files("src/Mochi.Language", "*.cs")
            .Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(file => NamedFunction().Matches(File.ReadAllText(file)))
            .Select(match => $"{match.Groups["module"].Value}:{match.Groups["name"].Value}")
            .Distinct().ToList();
        named.Should().HaveCountGreaterThan(80);
        named.Except(known).Should().BeEmpty();
    }

    // "mochi_list:range", and Call("mochi_list", "range", ..) over one line or several.
    [GeneratedRegex("""
        "(?<module>mochi_[a-z0-9_]+)(:|",\s*")(?<name>[a-z0-9_]+)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedFunction();

    private static int Check(IrModule module) => module.Functions.Sum(function => Check(function.Body, isLast: true));

    private static int Check(Expression expression, bool isLast)
    {
        var calls = 0;
        if (expression is RemoteCallExpression call)
        {
            RuntimeCalls.Check(call, isLast);
            calls = RuntimeCatalogue.Covers(call.Module) ? 1 : 0;
        }

        return calls + ExpressionChildren.Of(expression).Sum(child => Check(child, isLast: false));
    }
}
