using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.Vm.Tests.Validation;

[TestClass]
public sealed class BeamValidatorTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Validate_AcceptsWhatTheCompilerMakes(AssemblyDialect dialect)
    {
        var list = new Local("list", IrType.Any);
        var total = new Local("total", IrType.Any, isMutable: true);
        var item = new Local("item", IrType.Any);
        var module = new IrModule(
            "validated",
            [
                new IrFunction(
                    "sum",
                    [list],
                    Node.Block(
                        Node.Let(total, Node.Integer(0)),
                        new ForEachExpression(
                            new LoopLabel(),
                            item,
                            Node.Get(list),
                            Node.Assign(total, Node.BuiltIn("+", Node.Get(total), Node.Get(item)))),
                        Node.RemoteCall("erlang", "integer_to_binary", Node.Get(total))))
                {
                    IsExported = true,
                },
            ]);

        BeamModule compiled = ModuleCompiler.Compile(module);
        StrictVerifier.Findings([compiled]).Should().BeEmpty();
        var result = BeamValidator.Validate(dialect, [compiled]).Should().ContainSingle().Subject;

        result.Errors.Should().BeEmpty();
        result.Beam.Should().NotBeNull();
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Validate_NamesFunctionInstructionAndReason(AssemblyDialect dialect)
    {
        var broken = new BeamModule(
            "broken",
            [
                new CodeFunction(
                    "swap",
                    1,
                    2,
                    [
                        Instruction.Label(new LabelOperand(1)),
                        Instruction.FuncInfo("broken", "swap", 1),
                        Instruction.Label(new LabelOperand(2)),
                        Instruction.Move(Register.X(3), Register.X(0)),
                        Instruction.Return(),
                    ]),
            ],
            [new FunctionEntry("swap", 1, 2)]);

        var result = BeamValidator.Validate(dialect, [broken]).Should().ContainSingle().Subject;

        result.IsAccepted.Should().BeFalse();
        result.Errors.Should().Contain("swap/1").And.Contain("{move,{x,3},{x,0}}").And.Contain("uninitialized_reg");
    }
}
