using FluentAssertions;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Tests.Ir;
using Mochi.BeamAsm.Text;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public sealed class MirRoundTripTests
{
    [TestMethod]
    public void Parse_OfPrintedTextGivesTheSameModule()
    {
        var module = SampleModules.Everything();

        var result = MirParser.Parse(MirPrinter.Print(module));

        result.Diagnostics.Should().BeEmpty();
        IrComparison.FindDifference(module, result.Module!).Should().BeNull();
    }

    [TestMethod]
    public void Sample_HoldsEveryClassOfNode()
    {
        var classes = typeof(Expression).Assembly.GetTypes()
            .Where(type => !type.IsAbstract
                && (type.IsSubclassOf(typeof(Expression)) || type.IsSubclassOf(typeof(Pattern)) || type.IsSubclassOf(typeof(IrType))));

        var seen = new HashSet<Type>();
        Collect(SampleModules.Everything(), seen);

        seen.Should().Contain(classes);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Print_OfParsedTextGivesTheSameText(bool withPositions)
    {
        var text = MirPrinter.Print(SampleModules.Everything(), withPositions);

        MirPrinter.Print(MirParser.Parse(text).Module!, withPositions).Should().Be(text);
        text.Contains("@10:10", StringComparison.Ordinal).Should().Be(withPositions);
    }

    private static void Collect(object? node, HashSet<Type> seen)
    {
        if (node is null or string || node is LoopLabel)
        {
            return;
        }

        seen.Add(node.GetType());
        if (node is System.Collections.IEnumerable items)
        {
            if (node.GetType().GetProperty("IsDefault") is not { } isDefault || !(bool)isDefault.GetValue(node)!)
            {
                foreach (var item in items)
                {
                    Collect(item, seen);
                }
            }

            return;
        }

        if (node.GetType().Assembly == typeof(Expression).Assembly)
        {
            foreach (var property in node.GetType().GetProperties())
            {
                if (property.GetMethod is { IsStatic: false })
                {
                    Collect(property.GetValue(node), seen);
                }
            }
        }
    }
}
