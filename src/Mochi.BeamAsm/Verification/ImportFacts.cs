using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>What is known of an imported function, looked up once.</summary>
/// <param name="import">The function.</param>
internal sealed class ImportFacts(ImportOperand import)
{
    private static readonly CallOutcome Unknown = new(TermType.Any, true, []);

    private readonly Signature? _signature = SignatureTable.Find(import.Module, import.Function, import.Arity);

    /// <summary>Whether it is <c>setelement/3</c>, which makes a tuple that may be written to.</summary>
    public bool MakesTuple { get; } = import is { Module: "erlang", Function: "setelement", Arity: 3 };

    /// <summary>Whether it is <c>element/2</c>.</summary>
    public bool TakesElement { get; } = import is { Module: "erlang", Function: "element", Arity: 2 };

    /// <summary>Whether its argument may be a match context when it is called as a BIF.</summary>
    public bool AcceptsContext { get; } = import is { Module: "erlang", Function: "bit_size" or "byte_size", Arity: 1 };

    /// <summary>What a test of its result tells; <see cref="Operation.None"/> for nothing.</summary>
    public Operation Operation { get; } = Inference.OperationOf(import);

    /// <summary>The type that it tests for, when it does.</summary>
    public TermType? TestedType { get; } = Inference.TestedType(import);

    /// <summary>What a call does.</summary>
    /// <param name="arguments">The types of the arguments.</param>
    public CallOutcome Call(ReadOnlySpan<TermType> arguments) => _signature is { } known ? known.Apply(arguments) : Unknown;
}
