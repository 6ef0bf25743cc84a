using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Verification;

/// <summary>Collects findings, each once.</summary>
internal sealed class FindingCollector(VerifierOptions options)
{
    private readonly List<VerificationFinding> _findings = [];
    private readonly List<Candidate> _candidates = [];
    private readonly HashSet<(string Code, int Function, int Instruction, string Message)> _seen = [];

    /// <summary>Types of registers so far.</summary>
    public UseCounts Annotations { get; private set; }

    /// <summary>Trusted operands so far.</summary>
    public UseCounts Operands { get; private set; }

    public void Add(VerificationRule rule, FunctionFacts? function, int instruction, string message, string? hint, MachineState? state = null) =>
        Add(rule, DiagnosticSeverity.Error, function, instruction, message, hint, state);

    public void AddUnproven(VerificationRule rule, FunctionFacts function, int instruction, string message, MachineState? state) =>
        Add(rule, options.IsStrict ? DiagnosticSeverity.Error : DiagnosticSeverity.Note, function, instruction, message, null, state);

    public void Count(UseCounts annotations, UseCounts operands)
    {
        Annotations = Annotations.And(annotations);
        Operands = Operands.And(operands);
    }

    /// <summary>Doubtful, but neither loaders nor the machine mind.</summary>
    public void AddNote(VerificationRule rule, FunctionFacts? function, int instruction, string message, string? hint) =>
        Add(rule, DiagnosticSeverity.Note, function, instruction, message, hint, null);

    /// <summary>Wrong, but worth saying only if the paths that lead to the instruction show nothing wrong with it.</summary>
    public void AddUnlessSaid(VerificationRule rule, FunctionFacts function, int instruction, string message, string? hint) =>
        _candidates.Add(new Candidate(rule, function, instruction, message, hint));

    public VerificationResult ToResult()
    {
        if (_candidates.Count > 0)
        {
            var places = new HashSet<(int Function, int Instruction)>();
            foreach (var finding in _findings)
            {
                if (finding.Severity == DiagnosticSeverity.Error)
                {
                    places.Add((finding.FunctionIndex, finding.InstructionIndex));
                }
            }

            foreach (var candidate in _candidates)
            {
                if (places.Add((candidate.Function.Index, candidate.Instruction)))
                {
                    Add(candidate.Rule, candidate.Function, candidate.Instruction, candidate.Message, candidate.Hint);
                }
            }
        }

        return new VerificationResult(
            [.. _findings.OrderBy(finding => finding.FunctionIndex).ThenBy(finding => finding.InstructionIndex)], Annotations, Operands);
    }

    private void Add(
        VerificationRule rule, DiagnosticSeverity severity, FunctionFacts? function, int instruction, string message, string? hint, MachineState? state)
    {
        if (_seen.Add((rule.Code, function?.Index ?? -1, instruction, message)))
        {
            _findings.Add(new VerificationFinding(
                rule, severity, function?.Index ?? -1, instruction, message, hint)
            { RegisterFile = RegisterFile.Of(state) });
        }
    }

    private sealed record Candidate(VerificationRule Rule, FunctionFacts Function, int Instruction, string Message, string? Hint);
}
