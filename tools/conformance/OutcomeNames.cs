namespace Mochi.Conformance;

/// <summary>How outcomes are called in reports.</summary>
internal static class OutcomeNames
{
    /// <summary>Every outcome, in the order of the totals.</summary>
    public static readonly Outcome[] All =
    [
        Outcome.Ok, Outcome.WrongOutput, Outcome.RuntimeError, Outcome.Timeout, Outcome.CompileError, Outcome.NoOut,
    ];

    /// <summary>The outcome in words.</summary>
    public static string Text(Outcome outcome) => outcome switch
    {
        Outcome.Ok => "ok",
        Outcome.CompileError => "compile error",
        Outcome.WrongOutput => "wrong output",
        Outcome.RuntimeError => "runtime error",
        Outcome.Timeout => "timeout",
        _ => "no .out",
    };
}
