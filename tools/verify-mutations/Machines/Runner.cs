using System.Globalization;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Machines;

/// <summary>Loads and runs mutants in machines that may go down.</summary>
internal sealed class Runner(OtpFolder otp) : IDisposable
{
    /// <summary>The name that mutants have; its digits are replaced, so that every mutant of a machine has a name of its own.</summary>
    public const string ModuleName = "mochi_mut_00000";

    private const int MutantsOfMachine = 150;

    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RunPatience = TimeSpan.FromSeconds(6);

    private ErlangMachine? _machine;
    private int _count;

    /// <summary>Whether the next mutant gets a new machine.</summary>
    public bool IsFresh => _machine is null || _count >= MutantsOfMachine;

    /// <summary>What the machine that went down last said.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>Which functions many calls of a valid module run.</summary>
    public IReadOnlyList<(BitstringTerm Call, IReadOnlyList<(string Name, int Arity)> Reached)> FindCalls(byte[] file, int count, int seed)
    {
        var (name, data) = Numbered(file);
        Machine().Send(Term.Tuple(Term.Atom("calls"), Term.Atom(name), data, Term.Integer(count), Term.Integer(seed)));
        if (_machine!.Receive(TimeSpan.FromMinutes(5)) is not { } answer)
        {
            var words = _machine.LastWords;
            Restart();
            throw new InvalidOperationException($"a machine of OTP {otp.Release} went down: {words}");
        }

        return answer is ListTerm list
            ? [.. list.Elements.Cast<TupleTerm>().Select(pair => ((BitstringTerm)pair[0], Functions(pair[1])))]
            : [];
    }

    /// <summary>Loads and runs a mutant.</summary>
    /// <param name="file">The mutant.</param>
    /// <param name="calls">What is called in it.</param>
    /// <param name="patience">How many times as long as usual an answer may take.</param>
    public RunOutcome Run(byte[] file, IEnumerable<BitstringTerm> calls, int patience = 1)
    {
        if (_count >= MutantsOfMachine)
        {
            Restart();
        }

        var (name, data) = Numbered(file);
        var machine = Machine();
        _count++;
        machine.Send(Term.Tuple(Term.Atom("run"), Term.Atom(name), data, Term.List(calls)));
        switch (machine.Receive(LoadPatience * patience))
        {
            case AtomTerm { Name: "loaded" }:
                machine.Send(Term.Atom("go"));
                break;
            case AtomTerm { Name: "refused" }:
                return RunOutcome.Refused;
            default:
                return Ended(RunOutcome.CrashedAtLoad, RunOutcome.HungAtLoad);
        }

        switch (machine.Receive(RunPatience * patience))
        {
            case AtomTerm { Name: "done" }:
                return RunOutcome.Ran;
            case AtomTerm:
                Restart();
                return RunOutcome.Hung;
            default:
                return Ended(RunOutcome.Crashed, RunOutcome.Hung);
        }
    }

    /// <summary>Ends the machine; the next mutant gets a new one.</summary>
    public void Restart()
    {
        _machine?.Dispose();
        _machine = null;
        _count = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _machine?.Dispose();

    private static IReadOnlyList<(string Name, int Arity)> Functions(Term functions) =>
        [.. ((ListTerm)functions).Elements.Cast<TupleTerm>().Select(pair => (((AtomTerm)pair[0]).Name, (int)((IntegerTerm)pair[1]).Value))];

    private RunOutcome Ended(RunOutcome crash, RunOutcome hang)
    {
        var machine = _machine!;
        LastWords = machine.LastWords;
        var outcome = machine.HasExpired ? hang
            : LastWords.Contains("Cannot allocate", StringComparison.Ordinal) || LastWords.Contains("Cannot reallocate", StringComparison.Ordinal)
                ? RunOutcome.OutOfMemory : crash;
        Restart();
        return outcome;
    }

    private ErlangMachine Machine()
    {
        if (_machine is null)
        {
            _machine = new ErlangMachine(
                otp, "-boot", Path.Combine(otp.RunnerFolder, "mutants"), "+S", "2:2", "+SDcpu", "1:1", "+SDio", "1", "+A", "1");
        }

        return _machine;
    }

    // The name stands at the beginning of the table of atoms, the first chunk, and nothing in the file depends on it.
    private (string Name, BitstringTerm File) Numbered(byte[] file)
    {
        var name = ModuleName[..^5] + _count.ToString("D5", CultureInfo.InvariantCulture);
        var copy = file.ToArray();
        var place = copy.AsSpan(0, 64).IndexOf(Encoding.ASCII.GetBytes(ModuleName));
        if (place < 0)
        {
            throw new InvalidOperationException("the file does not begin with the name of its module");
        }

        Encoding.ASCII.GetBytes(name, copy.AsSpan(place));
        return (name, Term.Binary(copy));
    }
}
