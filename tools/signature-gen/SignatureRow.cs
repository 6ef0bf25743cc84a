namespace Mochi.SignatureGen;

/// <summary>A line of signatures.tsv.</summary>
internal sealed record SignatureRow(
    string Module, string Function, int Arity, int Since, string Result, string Required, int Flags, string Rule);
