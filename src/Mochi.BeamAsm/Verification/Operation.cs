namespace Mochi.BeamAsm.Verification;

/// <summary>Operations that a later test of their result tells something about.</summary>
internal enum Operation
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>An element of a tuple at a known position.</summary>
    Element,

    /// <summary>The size of a tuple.</summary>
    TupleSize,

    /// <summary><c>and</c> of two booleans.</summary>
    And,

    /// <summary><c>or</c> of two booleans.</summary>
    Or,

    /// <summary>The other boolean.</summary>
    Not,

    /// <summary><c>=:=</c></summary>
    Equal,

    /// <summary><c>=/=</c></summary>
    Different,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>=&lt;</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary>A test of the type, see <see cref="Definition.Type"/>.</summary>
    HasType,

    /// <summary>A test for funs of some arity.</summary>
    IsFunction,

    /// <summary>What <c>try_case</c> leaves in x2.</summary>
    RawTrace,
}
