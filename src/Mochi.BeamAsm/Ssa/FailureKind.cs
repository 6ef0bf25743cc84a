namespace Mochi.BeamAsm.Ssa;

/// <summary>What a <see cref="FailTerminator"/> raises.</summary>
internal enum FailureKind
{
    /// <summary><c>{case_clause, Value}</c>.</summary>
    CaseClause,

    /// <summary><c>{badrecord, Value}</c>.</summary>
    BadRecord,

    /// <summary>Nothing: the instruction before it never returns.</summary>
    Unreachable,
}
