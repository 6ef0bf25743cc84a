using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.CatalogueGen;

namespace Mochi.Language.Tests.CatalogueGen;

[TestClass]
public class EffectTableTests
{
    private const string Header = "# what is known\nmodule\tfunction\tarity\teffects\n";

    [TestMethod]
    public void The_row_of_a_function_goes_before_the_signatures_and_these_before_the_row_of_the_module()
    {
        var table = EffectTable.Read(Header + "lists\t*\t*\twrites\nlists\tmember\t*\treads\nlists\treverse\t1\tsends,raises\n");
        Effects(table, "lists", "reverse", 1).Should().Be(CallEffects.Sends | CallEffects.Raises);
        Effects(table, "lists", "member", 2).Should().Be(CallEffects.Reads);
        Effects(table, "lists", "nth", 2).Should().Be(CallEffects.Raises);
        Effects(table, "lists", "of_tomorrow", 1).Should().Be(CallEffects.Writes);
        Effects(table, "erlang", "is_list", 1).Should().Be(CallEffects.None);
        Effects(table, "strange", "thing", 1).Should().BeNull();
    }

    [TestMethod]
    public void A_row_can_say_in_which_argument_the_fun_is() =>
        EffectTable.Read(Header + "lists\tmap\t2\tcalls1,raises\n").Find(new Mfa("lists", "map", 2))!
            .FunArguments.Should().Equal(1);

    [TestMethod]
    [DataRow("lists\tmap\t2\n", "expected 4 columns")]
    [DataRow("lists\tmap\t2\tsleeps\n", "unknown effect in sleeps")]
    [DataRow("lists\tmap\t2\t-\nlists\tmap\t2\t-\n", "the function is there twice")]
    public void A_line_that_makes_no_sense_is_refused(string line, string message) =>
        FluentActions.Invoking(() => EffectTable.Read(Header + line)).Should().Throw<InvalidDataException>().WithMessage($"*{message}*");

    private static CallEffects? Effects(EffectTable table, string module, string function, int arity) =>
        table.Find(new Mfa(module, function, arity))?.Effects;
}
