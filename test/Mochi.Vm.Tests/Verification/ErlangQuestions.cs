using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Verification;

/// <summary>Asks an OTP release many questions at once, in terms.</summary>
internal static class ErlangQuestions
{
    /// <summary>Has a fun answer each question, and gives the answers in the same order.</summary>
    /// <param name="dialect">The release.</param>
    /// <param name="questions">One term each.</param>
    /// <param name="answer">An Erlang fun of one argument.</param>
    public static IReadOnlyList<Term> Ask(AssemblyDialect dialect, IReadOnlyList<Term> questions, string answer)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-questions-");
        try
        {
            var (asked, answered) = (Path.Combine(folder.FullName, "asked"), Path.Combine(folder.FullName, "answered"));
            File.WriteAllBytes(asked, ExternalTermFormat.Encode(Term.List(questions)));
            var program = $$"""
                [Asked, Answered] = init:get_plain_arguments(),
                {ok, Binary} = file:read_file(Asked),
                Answer = {{answer}},
                Answers = [Answer(Question) || Question <- binary_to_term(Binary)],
                ok = file:write_file(Answered, term_to_binary(Answers)),
                halt(0).
                """;
            var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", program, "-extra", asked, answered]);
            status.Should().Be(0, output + errors);
            var answers = ExternalTermFormat.Decode(File.ReadAllBytes(answered)) is ListTerm list ? list.Elements : [];
            answers.Should().HaveCount(questions.Count);
            return answers;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
