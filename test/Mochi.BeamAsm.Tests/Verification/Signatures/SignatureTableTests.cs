using FluentAssertions;
using Mochi.BeamAsm.Tests.Verification.Types;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Tests.Verification.Signatures;

/// <summary>The table can be read, and answers whatever it is asked.</summary>
[TestClass]
public sealed class SignatureTableTests
{
    [TestMethod]
    public void EveryFunctionIsFoundByItsName()
    {
        for (var index = 0; index < SignatureTable.Count; index++)
        {
            var signature = SignatureTable.Row(index);
            SignatureTable.Find(signature.Module, signature.Function, signature.Arity).Should().BeSameAs(signature);
        }

        SignatureTable.Find("erlang", "element", 3).Should().BeNull();
        SignatureTable.Find("erlang", "elements", 2).Should().BeNull();
        SignatureTable.Find("lists", "element", 2).Should().BeNull();
    }

    [TestMethod]
    public void ARowSaysWhatItsColumnsSay()
    {
        var signature = SignatureTable.Find("erlang", "tuple_size", 1)!;

        signature.Since.Should().Be(27);
        signature.Result.Should().Be(TermType.IntegerRange(0, 16777215));
        signature.Required.Should().Equal(TermType.Tuple);
        signature.Flags.Should().Be(SignatureFlags.Refuses | SignatureFlags.IsPure | SignatureFlags.IsBif);
        signature.Rule.Should().Be(SignatureRule.TupleSize);
    }

    [TestMethod]
    [DataRow("any", "any()")]
    [DataRow("none", "none()")]
    [DataRow("'a'|'b'", "a | b")]
    [DataRow("int(1..)|float", "pos_integer() | float()")]
    [DataRow("int(-3..4)", "-3..4")]
    [DataRow("list(byte)", "list(byte())")]
    [DataRow("cons({atom,any},nil)", "nonempty_list({atom(),any()})")]
    [DataRow("map(atom,int)", "#{atom() => integer()}")]
    [DataRow("fun(2)", "fun/2")]
    public void TypesAreReadAsTheyAreWritten(string text, string type) =>
        SignatureReader.ReadType(text).ToString().Should().Be(type.Replace("byte()", "0..255", StringComparison.Ordinal));

    [TestMethod]
    [DataRow("")]
    [DataRow("integer")]
    [DataRow("list(")]
    [DataRow("map(any)")]
    [DataRow("{any")]
    [DataRow("any,any")]
    public void WhatIsNoTypeIsRefused(string text)
    {
        var read = () => SignatureReader.ReadType(text);

        read.Should().Throw<FormatException>();
    }

    [TestMethod]
    public void AnOutcomeIsNeverWiderThanItsRowAndNeverWiderForNarrowerArguments()
    {
        var random = new Random(27);
        var types = TypePool.Types.Append(TermType.MatchContext(1)).ToArray();
        for (var index = 0; index < SignatureTable.Count; index++)
        {
            var signature = SignatureTable.Row(index);
            for (var round = 0; round < 40; round++)
            {
                var wide = Enumerable.Range(0, signature.Arity).Select(_ => types[random.Next(types.Length)]).ToArray();
                var narrow = wide.Select(type => type.Meet(types[random.Next(types.Length)])).ToArray();
                var (one, other) = (signature.Apply(wide), signature.Apply(narrow));
                var because = $"{signature.Function}/{signature.Arity} gives it for ({string.Join(", ", wide.AsEnumerable())})";
                one.Result.IsSubsetOf(signature.Result).Should().BeTrue(because);
                (one.CanFail || !other.CanFail || other.Result.IsNone).Should().BeTrue($"{because} and not for ({string.Join(", ", narrow.AsEnumerable())})");
            }
        }
    }
}
