using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>
/// What we say of functions is at least as narrow as what OTP's compiler says: it annotates instructions with what follows
/// from that, and what we do not know we cannot prove.
/// </summary>
[TestClass]
public sealed class SignaturesAgainstCompilerTests
{
    private const string Answer =
        """
        fun({M, F, As}) ->
            Arithmetic = case M =:= erlang andalso lists:member({F, length(As)}, Operators) of
                             true -> (catch beam_call_types:arith_type({bif, F}, As));
                             false -> any
                         end,
            {(catch beam_call_types:types(M, F, As)), (catch beam_call_types:will_succeed(M, F, As)), Arithmetic}
        end
        """;

    private const string Operators =
        "Operators = [{'+',2},{'-',2},{'*',2},{'div',2},{'rem',2},{'band',2},{'bor',2},{'bxor',2},{'bsl',2},{'bsr',2},{'bnot',1},{'-',1}], ";

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void OutcomesAreWithinThoseOfTheCompiler(AssemblyDialect dialect)
    {
        var release = dialect == AssemblyDialect.Otp27 ? 27 : 29;
        var calls = Rows(release).SelectMany(Calls).ToList();
        var questions = calls.Select(call => (Term)Term.Tuple(
            Term.Atom(call.Signature.Module), Term.Atom(call.Signature.Function),
            Term.List(call.Arguments.Select(type => OtpTypePool.For(type, release >= 29))))).ToList();
        var answers = ErlangQuestions.Ask(dialect, questions, $"begin {Operators}{Answer} end");

        var differences = new StringBuilder();
        var used = new HashSet<string>();
        for (var index = 0; index < calls.Count; index++)
        {
            var (signature, arguments) = calls[index];
            foreach (var difference in Differences(signature, arguments, (TupleTerm)answers[index]))
            {
                var name = $"{signature.Module}:{signature.Function}/{signature.Arity}";
                if (CompilerExceptions.Find(name, difference.Aspect) is { } exception)
                {
                    used.Add(exception);
                }
                else
                {
                    differences.Append($"{name}({string.Join(", ", arguments.Select(OtpTypes.Read))}) {difference.Aspect}: {difference.Text}\n");
                }
            }
        }

        differences.ToString().Should().BeEmpty();
        calls.Count.Should().BeGreaterThan(20_000);
        CompilerExceptions.Unused(used, release).Should().BeEmpty("an exception that nothing needs is a mistake");
    }

    private static IEnumerable<(string Aspect, string Text)> Differences(Signature signature, Term[] arguments, TupleTerm answer)
    {
        var types = arguments.Select(OtpTypes.Read).ToArray();
        var outcome = signature.Apply(types);
        if (answer[0] is TupleTerm { Arity: 3 } known && known[2] is AtomTerm { Name: "true" or "false" })
        {
            var result = OtpTypes.Read(known[0]);
            if (!outcome.Result.IsSubsetOf(result))
            {
                yield return ("result", $"{outcome.Result} is wider than {result}");
            }

            var required = (known[1] as ListTerm)?.Elements ?? [];
            for (var index = 0; index < required.Length && !outcome.Result.IsNone; index++)
            {
                var (ours, theirs) = (types[index].Meet(Required(outcome, index)), OtpTypes.Read(required[index]));
                if (!ours.IsSubsetOf(theirs))
                {
                    yield return ("required", $"argument {index + 1} is {ours}, which is wider than {theirs}");
                }

                if (known[2] == Term.True && !(outcome.Refused is { } refused && theirs.IsSubsetOf(refused[index])))
                {
                    yield return ("refused", $"argument {index + 1} is not {theirs} when it has failed");
                }
            }
        }

        if (answer[1] is AtomTerm { Name: "yes" } && outcome.CanFail && !outcome.Result.IsNone)
        {
            yield return ("success", "it cannot fail");
        }

        if (answer[1] is AtomTerm { Name: "no" } && !outcome.Result.IsNone)
        {
            yield return ("failure", $"it always fails, and we say {outcome.Result}");
        }

        if (answer[2] is AtomTerm { Name: not "EXIT" } or TupleTerm { Arity: 2 } and not { Elements: [AtomTerm { Name: "EXIT" }, ..] }
            && !outcome.Result.IsSubsetOf(OtpTypes.Read(answer[2])))
        {
            yield return ("arithmetic", $"{outcome.Result} is wider than {OtpTypes.Read(answer[2])}");
        }
    }

    private static TermType Required(CallOutcome outcome, int index) => outcome.Required.Length == 0 ? TermType.Any.Join(TermType.MatchContext(1)) : outcome.Required[index];

    private static IEnumerable<Signature> Rows(int release) =>
        Enumerable.Range(0, SignatureTable.Count).Select(SignatureTable.Row).Where(row => row.Since <= release);

    private static IEnumerable<(Signature Signature, Term[] Arguments)> Calls(Signature signature)
    {
        var pool = OtpTypePool.Types;
        var random = new Random(signature.Function.Length + (signature.Arity * 100));
        yield return (signature, [.. Enumerable.Repeat(pool[0], signature.Arity)]);
        for (var index = 0; index < signature.Arity; index++)
        {
            foreach (var type in pool.Skip(1))
            {
                yield return (signature, [.. Enumerable.Range(0, signature.Arity).Select(other => other == index ? type : pool[0])]);
            }
        }

        // Types that the function takes, as other combinations say little.
        var fitting = Enumerable.Range(0, signature.Arity).Select(index => pool.Where(type =>
            signature.Required.Length == 0 || !OtpTypes.Read(type).IsDisjointFrom(signature.Required[index])).ToArray()).ToArray();
        for (var round = 0; round < (signature.Arity < 2 ? 0 : signature.Rule == SignatureRule.None ? 20 : 300); round++)
        {
            yield return (signature, [.. fitting.Select(types => types[random.Next(types.Length)])]);
        }
    }
}
