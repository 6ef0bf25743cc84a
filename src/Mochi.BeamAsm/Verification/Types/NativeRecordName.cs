namespace Mochi.BeamAsm.Verification.Types;

/// <summary>What native records of OTP 29 are told apart by.</summary>
/// <param name="Module">The module that defines the record.</param>
/// <param name="Name">The record's name.</param>
public sealed record NativeRecordName(string Module, string Name)
{
    /// <summary>The name as Erlang writes it, <c>#module:name{}</c>.</summary>
    public override string ToString() => $"#{Mochi.BeamFile.Terms.TermPrinter.Atom(Module)}:{Mochi.BeamFile.Terms.TermPrinter.Atom(Name)}{{}}";

    internal static int Compare(NativeRecordName left, NativeRecordName right)
    {
        var order = string.CompareOrdinal(left.Module, right.Module);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }
}
