namespace Mochi.BeamFile.Instructions;

/// <summary>What may stand at a place of an instruction.</summary>
public enum OperandSlotKind
{
    /// <summary>A number that is not a value.</summary>
    Unsigned,

    /// <summary>A label.</summary>
    Label,

    /// <summary>A label or none.</summary>
    OptionalLabel,

    /// <summary>The number of the label that is defined here.</summary>
    DefinedLabel,

    /// <summary>A register, typed or not, an integer, an atom, <c>[]</c> or a literal.</summary>
    Source,

    /// <summary>A register, typed or not.</summary>
    RegisterSource,

    /// <summary>A register.</summary>
    Destination,

    /// <summary>A y register.</summary>
    StackSlot,

    /// <summary>A float register.</summary>
    FloatRegister,

    /// <summary>A float register, a register or a literal.</summary>
    FloatSource,

    /// <summary>A float register or a register.</summary>
    FloatDestination,

    /// <summary>An atom.</summary>
    Atom,

    /// <summary>An entry of the import table.</summary>
    Import,

    /// <summary>An entry of the lambda table.</summary>
    Lambda,

    /// <summary>An entry of the line table.</summary>
    Location,

    /// <summary>Words, floats and funs.</summary>
    HeapNeed,

    /// <summary>Bytes of the string table.</summary>
    String,

    /// <summary>A source or bytes of the string table.</summary>
    SegmentValue,

    /// <summary>A label or an atom.</summary>
    MatchStart,

    /// <summary>An atom or an entry of the lambda table.</summary>
    FunTag,

    /// <summary>An atom or a literal.</summary>
    RecordName,

    /// <summary><c>[]</c> or a literal list of atoms.</summary>
    Flags,

    /// <summary>The commands of <c>bs_match</c>.</summary>
    MatchCommands,

    /// <summary>A list of groups of operands.</summary>
    List,
}
