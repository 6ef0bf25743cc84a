using FluentAssertions;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Tests.Documentation;
using Mochi.OpcodeGen;

namespace Mochi.BeamFile.Tests.Instructions;

[TestClass]
public sealed class OpcodeTableTests
{
    [TestMethod]
    public void GeneratedFiles_FitTheTable()
    {
        var table = File.ReadAllText(Repository.File("src", "Mochi.BeamFile", "Instructions", "opcodes.tsv"));
        foreach (var (path, content) in GeneratedFiles.Of(Repository.File(), table))
        {
            File.ReadAllText(path).ReplaceLineEndings("\n").Should().Be(content, $"{path} is made from opcodes.tsv");
        }
    }

    [TestMethod]
    [DataRow("1\tlabel\t6\t\tstructure\t-\tlabel:deflabel\t", "a column is empty")]
    [DataRow("2\tlabel\t6\t\tstructure\t-\tlabel:deflabel\tDoc.", "without a gap")]
    [DataRow("1\tlabel\t6\t\tnonsense\t-\tlabel:deflabel\tDoc.", "unknown category")]
    [DataRow("1\tlabel\t6\t\tstructure\texplode\tlabel:deflabel\tDoc.", "unknown effect")]
    [DataRow("1\tlabel\t6\t\tstructure\t-\tlabel:whatever\tDoc.", "unknown kind")]
    [DataRow("1\tlabel\t6\t\tstructure\t-\titems:[item:src]* last:src\tDoc.", "must be the last operand")]
    public void ATableThatLacksSomething_IsRefused(string row, string message)
    {
        var reading = () =>
            TableReader.Read("number\tname\tfirst\tlast\tcategory\teffects\toperands\tdoc\n" + row + "\n");
        reading.Should().Throw<InvalidDataException>().WithMessage($"*{message}*");
    }

    [TestMethod]
    public void TryGet_FindsByNumberAndByName()
    {
        OpcodeTable.TryGet(Opcode.GcBif2)!.Name.Should().Be("gc_bif2");
        OpcodeTable.TryGet("bs_match")!.Opcode.Should().Be(Opcode.BsMatch);
        OpcodeTable.TryGet((Opcode)0).Should().BeNull();
        OpcodeTable.TryGet((Opcode)192).Should().BeNull();
        OpcodeTable.TryGet("no_such_thing").Should().BeNull();
        OpcodeTable.All.Should().HaveCount(191);
    }

    [TestMethod]
    public void Factories_RefuseWhatWouldBeIllegal()
    {
        var withoutLabel = () => Instruction.Jump(LabelOperand.None);
        withoutLabel.Should().Throw<ArgumentException>();
        var emptyList = () => Instruction.InitYregs([]);
        emptyList.Should().Throw<ArgumentException>();
        var wrongCount = () => new Instruction(Opcode.Move, [Register.X(0)]);
        wrongCount.Should().Throw<ArgumentException>().WithMessage("*2 operands*");
    }

    [TestMethod]
    public void Instructions_AreEqualByContent()
    {
        var left = Instruction.PutTuple2(Register.X(0), [Register.X(1), new AtomOperand("a")]);
        var right = Instruction.PutTuple2(Register.X(0), [Register.X(1), new AtomOperand("a")]);
        left.Should().Be(right);
        left.GetHashCode().Should().Be(right.GetHashCode());
        left.Should().NotBe(Instruction.PutTuple2(Register.X(0), [Register.X(1), new AtomOperand("b")]));
        left.ToString().Should().Be("{put_tuple2,{x,0},{list,[{x,1},{atom,a}]}}");
    }
}
