namespace Mochi.BeamFile.Container;

/// <summary>The ids of the chunks that OTP 25 to 29 and Elixir write.</summary>
public static class ChunkId
{
    /// <summary>Atoms in UTF-8.</summary>
    public const string Atoms = "AtU8";

    /// <summary>Atoms in Latin-1 (before OTP 20).</summary>
    public const string LatinAtoms = "Atom";

    /// <summary>Instructions.</summary>
    public const string Code = "Code";

    /// <summary>Bytes that instructions refer to.</summary>
    public const string Strings = "StrT";

    /// <summary>Functions of other modules.</summary>
    public const string Imports = "ImpT";

    /// <summary>Exported functions.</summary>
    public const string Exports = "ExpT";

    /// <summary>Functions that are not exported.</summary>
    public const string Locals = "LocT";

    /// <summary>Lambdas.</summary>
    public const string Lambdas = "FunT";

    /// <summary>Literal terms.</summary>
    public const string Literals = "LitT";

    /// <summary>Language features in use.</summary>
    public const string Meta = "Meta";

    /// <summary>Native records (OTP 29).</summary>
    public const string Records = "Recs";

    /// <summary>Variables for a debugger (OTP 28 and later).</summary>
    public const string DebugVariables = "DbgB";

    /// <summary>Module attributes.</summary>
    public const string Attributes = "Attr";

    /// <summary>What the compiler says about itself.</summary>
    public const string CompileInfo = "CInf";

    /// <summary>Abstract code or what stands for it.</summary>
    public const string DebugInfo = "Dbgi";

    /// <summary>Abstract code (before OTP 20).</summary>
    public const string AbstractCode = "Abst";

    /// <summary>Documentation (EEP-48).</summary>
    public const string Documentation = "Docs";

    /// <summary>What Elixir's checker knows.</summary>
    public const string ElixirChecker = "ExCk";

    /// <summary>Places in the source.</summary>
    public const string Lines = "Line";

    /// <summary>Types of registers.</summary>
    public const string Types = "Type";
}
