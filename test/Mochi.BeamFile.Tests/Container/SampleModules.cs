using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Tests.Container;

/// <summary>Small modules made by hand that use every table of a file.</summary>
internal static class SampleModules
{
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
