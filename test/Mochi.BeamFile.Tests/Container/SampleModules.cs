using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Tests.Container;

/// <summary>Small modules made by hand that use every table of a file.</summary>
internal static class SampleModules
{
    /// <summary>The same with the chunks that only newer loaders and tools read.</summary>
    public static BeamModule Annotated()
    {
        var module = Everything() with
        {
            Records = [new RecordDefinition("point", true, [new RecordField("x", Term.Integer(0)), new RecordField("y")])],
            DebugPoints =
            [
                new DebugPoint(DebugFrameKind.Entry, 0, [new DebugVariable(Term.Integer(1), Register.X(0))], []),
                new DebugPoint(
                    DebugFrameKind.Frame, 2,
                    [new DebugVariable(Term.String("N"), Register.Y(1))],
                    [
                        DebugCall.Remote(Term.Atom("erlang"), Term.Atom("+"), 2), DebugCall.Local(Term.Atom("literal"), 0),
                        DebugCall.Variable(Term.String("F")),
                    ]),
                new DebugPoint(DebugFrameKind.None, 0, [], []),
            ],
        };
        return module.With(DebugInfo()).With(Documentation()).With(CheckerInfo());
    }

    /// <summary>Debug information as the Erlang compiler makes it.</summary>
    public static ErlangDebugInfo DebugInfo() => new(
        Term.List(Term.Tuple(Term.Atom("attribute"), Term.Integer(1), Term.Atom("module"), Term.Atom("everything"))),
        Term.List(Term.Atom("debug_info")));

    /// <summary>Documentation that is shorter when compressed.</summary>
    public static ModuleDocumentation Documentation() => new(
        Term.Integer(3), "erlang", Term.String("text/markdown"),
        DocumentationText.Of("Everything that every table has everything of, every time."), Term.Map(),
        [
            new DocumentationEntry(
                "function", "add_one", 1, Term.Integer(5), Term.List(Term.String("add_one(N)")),
                DocumentationText.Hidden, Term.Map((Term.Atom("since"), Term.String("1.0")))),
        ])
    {
        IsCompressed = true,
    };

    /// <summary>What Elixir's compiler leaves for checking.</summary>
    public static ElixirCheckerInfo CheckerInfo() => new(
        8,
        Term.Map(
            (Term.Atom("exports"), Term.List(Term.Tuple(
                Term.Tuple(Term.Atom("add_one"), Term.Integer(1)), Term.Map((Term.Atom("sig"), Term.Atom("none")))))),
            (Term.Atom("mode"), Term.Atom("none"))));

    /// <summary>Every table has an entry; the functions do what their names say.</summary>
    public static BeamModule Everything()
    {
        const string Name = "everything";
        var none = LabelOperand.None;
        var x0 = Register.X(0);
        var x1 = Register.X(1);
        var location = new LocationOperand("everything.erl", 7);
        var included = new LocationOperand("other.hrl", 3000);
        return new BeamModule(
            Name,
            [
                Function(
                    "literal", 0, 2, Instruction.Move(Operand.Constant(Term.String("Größe")), x0),
                    Instruction.Return()),
                Function(
                    "add_one", 1, 4, Instruction.Line(location),
                    Instruction.GcBif2(
                        none, 1, new ImportOperand("erlang", "+", 2), x0.WithType(BeamType.IntegerRange(0, 1000)),
                        new IntegerOperand(1), x0),
                    Instruction.Return()),
                Function(
                    "make_fun", 1, 6, Instruction.TestHeap(new AllocationOperand(0, 0, 1), 1),
                    Instruction.MakeFun3(new LambdaOperand("-make_fun/1-fun-0-", 2, 10, 1), x0, [x0]),
                    Instruction.Return()),
                Function(
                    "greeting", 1, 8, Instruction.Line(included),
                    Instruction.BsCreateBin(
                        none, new AllocationOperand(0), 1, 8, x0,
                        [BinarySegment.Text([.. "hello "u8]), BinarySegment.Binary(1, x0)]),
                    Instruction.Return()),
                Function(
                    "-make_fun/1-fun-0-", 2, 10, Instruction.Line(location),
                    Instruction.GcBif2(none, 2, new ImportOperand("erlang", "-", 2), x1, x0, x0), Instruction.Return()),
            ],
            [
                new FunctionEntry("literal", 0, 2),
                new FunctionEntry("add_one", 1, 4),
                new FunctionEntry("make_fun", 1, 6),
                new FunctionEntry("greeting", 1, 8),
            ])
        {
            Attributes = Term.List(Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("me")))),
            Meta = Term.List(Term.Tuple(Term.Atom("enabled_features"), Term.List(Term.Atom("maybe_expr")))),
            CompileInfo = Term.List(Term.Tuple(Term.Atom("version"), Term.CharList("0.1.0"))),
        };

        static CodeFunction Function(string name, int arity, int entry, params ImmutableArray<Instruction> body) => new(
            name,
            arity,
            entry,
            [
                Instruction.Label(new LabelOperand(entry - 1)), Instruction.Line(LocationOperand.None),
                Instruction.FuncInfo(Name, name, arity), Instruction.Label(new LabelOperand(entry)), .. body,
            ]);
    }
}
