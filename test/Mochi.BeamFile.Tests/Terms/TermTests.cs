using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Terms;

[TestClass]
public sealed class TermTests
{
    [TestMethod]
    public void Equality_IsExact()
    {
        Term.Integer(1).Equals(Term.Float(1)).Should().BeFalse();
        Term.Float(0.0).Equals(Term.Float(-0.0)).Should().BeFalse();
        Term.Atom("a").Equals(Term.String("a")).Should().BeFalse();
        (Term.Tuple(Term.Integer(1), Term.CharList("x")) == Term.Tuple(Term.Integer(1), Term.List(Term.Integer(120))))
            .Should().BeTrue();
    }

    [TestMethod]
    public void Equality_OfMaps_DoesNotLookAtTheOrder()
    {
        var left = Term.Map((Term.Atom("a"), Term.Integer(1)), (Term.Atom("b"), Term.Tuple(Term.Nil)));
        var right = Term.Map((Term.Atom("b"), Term.Tuple(Term.Nil)), (Term.Atom("a"), Term.Integer(1)));
        left.Should().Be(right);
        left.GetHashCode().Should().Be(right.GetHashCode());
        left.Equals(Term.Map((Term.Atom("a"), Term.Integer(1)), (Term.Atom("b"), Term.Tuple(Term.Integer(2)))))
            .Should().BeFalse();
        left[Term.Atom("a")].Should().Be(Term.Integer(1));
        left[Term.Atom("c")].Should().BeNull();
    }

    [TestMethod]
    public void Maps_RefuseEqualKeys()
    {
        var making = () => Term.Map((Term.Atom("a"), Term.Nil), (Term.Atom("a"), Term.Nil));
        making.Should().Throw<ArgumentException>();
    }

    [TestMethod]
    public void Lists_HaveOneForm()
    {
        var flat = Term.List(Term.Integer(1), Term.Integer(2), Term.Integer(3));
        Term.ImproperList([Term.Integer(1)], Term.List(Term.Integer(2), Term.Integer(3))).Should().Be(flat);
        Term.List().Should().BeSameAs(Term.Nil);
        Term.ImproperList([], Term.Atom("x")).Should().Be(Term.Atom("x"));
    }

    [TestMethod]
    public void Bitstrings_ClearWhatIsNotTheirs()
    {
        Term.Bitstring([0xFF], 3).Should().Be(Term.Bitstring([0xE0], 3));
        Term.Bitstring([0xFF], 3).BitLength.Should().Be(3);
        Term.Binary([]).BitLength.Should().Be(0);
    }

    [TestMethod]
    public void DeepTerms_AreComparedEncodedAndDecodedWithoutRecursion()
    {
        var left = Deep(90_000);
        var right = Deep(90_000);
        left.Should().Be(right);
        TermComparer.Arithmetic.Compare(left, right).Should().Be(0);
        TermComparer.Arithmetic.Compare(left, Deep(89_999)).Should().NotBe(0);
        ExternalTermFormat.Decode(ExternalTermFormat.Encode(left)).Should().Be(left);

        var tooDeep = () => ExternalTermFormat.Decode(ExternalTermFormat.Encode(Deep(200_000)));
        tooDeep.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be(BeamFileCodes.LimitExceeded);
    }

    [TestMethod]
    public void LocalFunsAndNativeRecords_ComeBackFromTheirEncoding()
    {
        var fun = new LocalFunTerm(
            "m", 2, 3, [.. Enumerable.Range(0, 16).Select(value => (byte)value)], 4, 5, new PidTerm("n@h", 1, 2, 3),
            [Term.Integer(7), Term.Tuple(Term.Atom("free"))]);
        var record = new NativeRecordTerm("m", "point", true, [new("x", Term.Integer(1)), new("y", fun)]);
        var encoded = ExternalTermFormat.Encode(record);
        ExternalTermFormat.Decode(encoded).Should().Be(record);
        ExternalTermFormat.Encode(ExternalTermFormat.Decode(encoded)).Should().Equal(encoded);
    }

    private static Term Deep(int depth)
    {
        Term term = Term.Nil;
        for (var level = 0; level < depth; level++)
        {
            term = (level % 2) == 0 ? Term.Tuple(term) : Term.List(term);
        }

        return term;
    }
}
