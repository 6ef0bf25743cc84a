namespace Mochi.BeamFile.Diagnostics;

/// <summary>The codes of the diagnostics about .beam files; <c>docs/format.md</c> lists them with causes.</summary>
public static class BeamFileCodes
{
    /// <summary>The file is no .beam file: its first bytes are others.</summary>
    public const string NotABeamFile = "BF001";

    /// <summary>The sizes of the file and of its chunks do not fit together.</summary>
    public const string DamagedContainer = "BF002";

    /// <summary>A chunk is missing without which there is no module.</summary>
    public const string MissingChunk = "BF003";

    /// <summary>A chunk ends in the middle of something.</summary>
    public const string Truncated = "BF004";

    /// <summary>A count or size is larger than what can follow.</summary>
    public const string BadCount = "BF005";

    /// <summary>An index points outside its table.</summary>
    public const string BadIndex = "BF006";

    /// <summary>An operand is not written as the format says.</summary>
    public const string BadOperand = "BF007";

    /// <summary>An instruction is not known; the code from there on stays as it is.</summary>
    public const string UnknownOpcode = "BF008";

    /// <summary>A name is not valid UTF-8.</summary>
    public const string BadText = "BF009";

    /// <summary>Compressed data is damaged, or its size is not as declared.</summary>
    public const string BadCompression = "BF010";

    /// <summary>A term is not written as the external term format says.</summary>
    public const string BadTerm = "BF011";

    /// <summary>The file asks for more than the limits of reading allow.</summary>
    public const string LimitExceeded = "BF012";

    /// <summary>A chunk occurs twice; as for loaders, the last one counts.</summary>
    public const string DuplicateChunk = "BF013";

    /// <summary>There are bytes that belong to nothing; they are not kept.</summary>
    public const string StrayBytes = "BF014";

    /// <summary>The code is not a sequence of functions.</summary>
    public const string BadCode = "BF015";

    /// <summary>A chunk has a version that is not known; it is kept as it is.</summary>
    public const string UnknownVersion = "BF016";

    /// <summary>The module cannot be written in the form asked for.</summary>
    public const string CannotWrite = "BF017";

    /// <summary>The file cannot be read.</summary>
    public const string CannotOpen = "BF018";

    /// <summary>A chunk means what it should but is not written as compilers write it; it is kept as it is.</summary>
    public const string NotCanonical = "BF019";

    /// <summary>A text is not the text of an Erlang term.</summary>
    public const string BadTermText = "BF020";

    /// <summary>An edit would take away a chunk without which the module does not load.</summary>
    public const string RequiredChunk = "BF030";

    /// <summary>An edit would make one of two things: functions, exports, cases of a select, keys of a map.</summary>
    public const string NamesClash = "BF031";

    /// <summary>What is to be edited is not there.</summary>
    public const string NothingToEdit = "BF032";

    /// <summary>Something besides the code still says what the code said before the edit, or was dropped for it.</summary>
    public const string StaleAfterEdit = "BF033";

    /// <summary>A new name or literal cannot stand where the old one does.</summary>
    public const string DoesNotFit = "BF034";

    /// <summary>The module keeps something as it was read that would no longer fit after the edit.</summary>
    public const string CannotEdit = "BF035";

    /// <summary>A chunk of a module that was normalised cannot be read, or is encrypted, and was left as it is.</summary>
    public const string LeftAsItIs = "BF036";
}
