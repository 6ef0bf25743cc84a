using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Machines;

/// <summary>The validator of OTP's compiler, in a machine that stays.</summary>
internal sealed class Validator(OtpFolder otp) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ErlangMachine _machine = new(otp, "-pa", otp.Folder, "-s", "mochi_mutant_validator");
    private readonly Lock _gate = new();
    private readonly AssemblyDialect _dialect = (AssemblyDialect)otp.Release;

    /// <summary>Sends a module.</summary>
    /// <returns>The functions that the validator rejects as they are.</returns>
    public HashSet<(string Name, int Arity)> Add(int key, BeamModule module)
    {
        var text = AssemblyWriter.Write(module, _dialect);
        var rejected = Ask(Term.Tuple(Term.Atom("module"), Term.Integer(key), Term.String(text)));
        return rejected is ListTerm list ? [.. list.Elements.Cast<TupleTerm>().Select(pair => (((AtomTerm)pair[0]).Name, (int)((IntegerTerm)pair[1]).Value))] : [];
    }

    /// <summary>What the validator says of a function of a module with a change.</summary>
    public ValidatorVerdict Check(int key, BeamModule module, int function)
    {
        string text;
        try
        {
            var changed = module.Functions[function];
            text = AssemblyWriter.Write(module, _dialect, new ListingOptions { IsShown = shown => ReferenceEquals(shown, changed) });
        }
        catch (Exception exception) when (exception is DiagnosticException or InvalidCastException or ArgumentException or IndexOutOfRangeException)
        {
            return new ValidatorVerdict(ValidatorOutcome.NoText, "the compiler has no text for it", "");
        }

        return Ask(Term.Tuple(Term.Atom("function"), Term.Integer(key), Term.String(text))) switch
        {
            TupleTerm rejection => new ValidatorVerdict(ValidatorOutcome.Rejected, Text(rejection[1]), Text(rejection[2])),
            _ => new ValidatorVerdict(ValidatorOutcome.Accepted, "", ""),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    private static string Text(Term term) => term is BitstringTerm text ? System.Text.Encoding.UTF8.GetString(text.Bytes.AsSpan()) : "";

    private Term Ask(Term question)
    {
        lock (_gate)
        {
            return _machine.Send(question) && _machine.Receive(Patience) is { } answer
                ? answer
                : throw new InvalidOperationException($"the validator of OTP {otp.Release} went down: {_machine.LastWords}");
        }
    }
}
