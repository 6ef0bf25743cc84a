using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Analysis;

/// <summary>What OTP's own cross reference tool says about folders with modules.</summary>
/// <param name="External">Calls between functions, from the abstract code.</param>
/// <param name="Undefined">Those of them that go nowhere.</param>
internal sealed record XrefCalls(IReadOnlyList<(Mfa From, Mfa To)> External, IReadOnlyList<(Mfa From, Mfa To)> Undefined)
{
    /// <summary>Asks it.</summary>
    /// <param name="release">The release to run.</param>
    /// <param name="folders">The folders.</param>
    public static XrefCalls Of(AssemblyDialect release, IReadOnlyList<string> folders)
    {
        var program =
            $"""
            xref:start(s),
            ok = xref:set_default(s, [{"{warnings, false}, {verbose, false}, {builtins, true}"}]),
            ok = xref:set_library_path(s, []),
            Modules = lists:append([begin {"{ok, M}"} = xref:add_directory(s, D), M end || D <- init:get_plain_arguments()]),
            {"{ok, U}"} = xref:analyze(s, undefined_function_calls),
            {"{ok, X}"} = xref:q(s, "XC"),
            io:format("~w.~n~w.~n~w.~n", [length(Modules), X, U]),
            halt().
            """;
        var (status, output, errors) = ErlangProcess.Run(release, ["-eval", program, "-extra", .. folders]);
        status.Should().Be(0, errors);
        var terms = TermReader.ReadAll(output);
        ((IntegerTerm)terms[0]).Value.Should().BeGreaterThan(200);
        return new XrefCalls(Calls(terms[1]), Calls(terms[2]));
    }

    private static List<(Mfa From, Mfa To)> Calls(Term list) =>
        list is ListTerm calls ? [.. calls.Elements.Cast<TupleTerm>().Select(call => (Function(call.Elements[0]), Function(call.Elements[1])))]
        : [];

    private static Mfa Function(Term term)
    {
        var parts = ((TupleTerm)term).Elements;
        return new Mfa(((AtomTerm)parts[0]).Name, ((AtomTerm)parts[1]).Name, (int)((IntegerTerm)parts[2]).Value);
    }
}
