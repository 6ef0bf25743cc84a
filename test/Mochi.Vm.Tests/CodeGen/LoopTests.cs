using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;
using Mochi.Vm.Tests.Validation;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>Loops are jumps, and still a process that loops is a process like any other.</summary>
[TestClass]
public sealed class LoopTests
{
    private static readonly Expression Turns = Node.Integer(10_000_000);

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void TenMillionTurns_RunInConstantSpace(AssemblyDialect dialect)
    {
        // Each loop in its own process; the memory is asked for from within, when the loop is over.
        const string Program =
            """
            [begin
                 {Pid, Monitor} = spawn_monitor(fun() ->
                     Before = element(2, process_info(self(), total_heap_size)),
                     Result = loops:Function(),
                     After = element(2, process_info(self(), total_heap_size)),
                     exit({Result, After - Before})
                 end),
                 receive {'DOWN', Monitor, process, Pid, {Result, Growth}} ->
                     io:format("~p ~p ~p~n", [Function, Result, Growth < 10000])
                 end
             end || Function <- [plain, inside_try, with_call, nested, each]],
            halt(0).
            """;

        string output = Run(dialect, Program);

        output.Should().Be(
            """
            plain 49999995000000 true
            inside_try 10000000 true
            with_call 10000000 true
            nested 10000000 true
            each 500000500000 true

            """);
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void LoopThatNeverEnds_LetsOthersRunAndCanBeKilled(AssemblyDialect dialect)
    {
        // On one scheduler, at the same priority, nobody else would run if the loop did not yield.
        const string Program =
            """
            Self = self(),
            [begin
                 {Pid, Monitor} = spawn_monitor(loops, Function, []),
                 spawn(fun() -> [receive after 1 -> ok end || _ <- lists:seq(1, 20)], Self ! ticked end),
                 receive ticked -> ok end,
                 exit(Pid, kill),
                 receive {'DOWN', Monitor, process, Pid, Reason} -> io:format("~p ~p~n", [Function, Reason]) end
             end || Function <- [forever, forever_inside_try]],
            halt(0).
            """;

        string output = Run(dialect, Program, "+S", "1");

        output.Should().Be(
            """
            forever killed
            forever_inside_try killed

            """);
    }

    private static string Run(AssemblyDialect dialect, string program, params string[] flags)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-loops-");
        try
        {
            BeamModule module = ModuleCompiler.Compile(Module());
            StrictVerifier.Findings([module]).Should().BeEmpty();
            byte[] file = BeamModuleWriter.Write(module);
            File.WriteAllBytes(Path.Combine(folder.FullName, "loops.beam"), file);
            (int status, string output, string errors) =
                ErlangProcess.Run(dialect, [.. flags, "-pa", folder.FullName, "-eval", program], seconds: 60);
            status.Should().Be(0, errors);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IrModule Module() => new(
        "loops",
        [
            Counting("plain", (total, i) => Node.Assign(total, Plus(Node.Get(total), Node.Get(i)))),
            Counting("inside_try", (total, _) => new TryExpression(
                Node.Assign(total, Plus(Node.Get(total), Node.Integer(1))),
                new Local("class", IrType.Any),
                new Local("reason", IrType.Any),
                new Local("stack", IrType.Any),
                Node.Unit)),
            Counting("with_call", (total, _) => Node.Assign(total, Node.Call("next", Node.Get(total)))),
            new IrFunction("next", [Next], Plus(Node.Get(Next), Node.Integer(1))),
            Nested(),
            Each(),
            Forever("forever", count => Node.Assign(count, Plus(Node.Get(count), Node.Integer(1)))),
            Forever("forever_inside_try", count => new TryExpression(
                Node.Assign(count, Plus(Node.Get(count), Node.Integer(1))),
                new Local("class", IrType.Any),
                new Local("reason", IrType.Any),
                new Local("stack", IrType.Any),
                Node.Unit)),
        ]);

    private static readonly Local Next = new("n", IrType.Integer);

    private static Expression Plus(Expression left, Expression right) => Node.BuiltIn("+", left, right);

    private static IrFunction Counting(string name, Func<Local, Local, Expression> turn)
    {
        var total = new Local("total", IrType.Integer, isMutable: true);
        var i = new Local("i", IrType.Integer);
        return new IrFunction(
            name,
            [],
            Node.Block(
                Node.Let(total, Node.Integer(0)),
                new ForRangeExpression(new LoopLabel(), i, Node.Integer(0), Turns, turn(total, i)),
                Node.Get(total)))
        {
            IsExported = true,
        };
    }

    private static IrFunction Nested()
    {
        var total = new Local("total", IrType.Integer, isMutable: true);
        Expression inner = new ForRangeExpression(
            new LoopLabel(),
            new Local("j", IrType.Integer),
            Node.Integer(0),
            Node.Integer(10),
            Node.Assign(total, Plus(Node.Get(total), Node.Integer(1))));
        Expression outer = new ForRangeExpression(
            new LoopLabel(), new Local("i", IrType.Integer), Node.Integer(0), Node.Integer(1_000_000), inner);
        return new IrFunction("nested", [], Node.Block(Node.Let(total, Node.Integer(0)), outer, Node.Get(total)))
        {
            IsExported = true,
        };
    }

    private static IrFunction Each()
    {
        var total = new Local("total", IrType.Integer, isMutable: true);
        var x = new Local("x", IrType.Integer);
        return new IrFunction(
            "each",
            [],
            Node.Block(
                Node.Let(total, Node.Integer(0)),
                new ForEachExpression(
                    new LoopLabel(),
                    x,
                    Node.RemoteCall("lists", "seq", Node.Integer(1), Node.Integer(1_000_000)),
                    Node.Assign(total, Plus(Node.Get(total), Node.Get(x)))),
                Node.RemoteCall("erlang", "garbage_collect"),
                Node.Get(total)))
        {
            IsExported = true,
        };
    }

    private static IrFunction Forever(string name, Func<Local, Expression> turn)
    {
        var count = new Local("count", IrType.Integer, isMutable: true);
        return new IrFunction(
            name,
            [],
            Node.Block(
                Node.Let(count, Node.Integer(0)),
                new LoopExpression(new LoopLabel(), Condition: null, turn(count), Step: null)))
        {
            IsExported = true,
        };
    }
}
