using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>The rules, by topic.</summary>
internal static class Rules
{
    // Structure.
    public static VerificationRule BadHeader { get; } = new("BV001", "A function begins with a label, func_info and the label that calls go to");
    public static VerificationRule TooManyArguments { get; } = new("BV002", "Functions and calls have at most 255 arguments");
    public static VerificationRule UndefinedLabel { get; } = new("BV003", "Every label that an instruction names is there");
    public static VerificationRule DuplicateLabel { get; } = new("BV004", "Every label is there once");
    public static VerificationRule ForeignLabel { get; } = new("BV005", "Control stays in a function");
    public static VerificationRule FallsOff { get; } = new("BV006", "Control does not run past the end of a function");
    public static VerificationRule BadExport { get; } = new("BV007", "Exports are functions of the module");
    public static VerificationRule BadLambda { get; } = new("BV008", "The lambda table names functions of the module, with their arity, and funs are made by it");
    public static VerificationRule BadCallTarget { get; } = new("BV009", "Local calls lead to the beginning of a function of that arity");
    public static VerificationRule DuplicateFunction { get; } = new("BV010", "No function is there twice");
    public static VerificationRule ObsoleteInstruction { get; } = new("BV011", "The release that loads the module knows every instruction");
    public static VerificationRule BadHeaderCount { get; } = new("BV012", "The counts in the header of the code cover what is there");
    public static VerificationRule NoCodeAfterLabel { get; } = new("BV013", "Code follows every label");
    public static VerificationRule UnreadableCode { get; } = new("BV014", "All of the code can be read");
    public static VerificationRule MissingChunk { get; } = new("BV015", "Chunks that the code refers to are in the file");
    public static VerificationRule BadLabelNumber { get; } = new("BV016", "Labels are numbered from 1, in proportion to the code");
    public static VerificationRule BadString { get; } = new("BV017", "Bytes of the string table are in it");
    public static VerificationRule BadOnLoad { get; } = new("BV018", "One function at most runs when the module is loaded, without arguments");
    public static VerificationRule BadLocation { get; } = new("BV019", "Places in the source are in the line table");

    // Operands.
    public static VerificationRule BadOperand { get; } = new("BV020", "Operands are of the kind that the instruction takes");
    public static VerificationRule LabelRequired { get; } = new("BV021", "Instructions that branch have a label");
    public static VerificationRule LabelNotAllowed { get; } = new("BV022", "Instructions that cannot fail have no label");
    public static VerificationRule BadList { get; } = new("BV023", "Lists of operands are complete, not empty and in order");
    public static VerificationRule BadCases { get; } = new("BV024", "The cases of a selection are of one kind");
    public static VerificationRule BadKeys { get; } = new("BV025", "Keys are constants, each once, unless there is only one");
    public static VerificationRule ConflictingDestinations { get; } = new("BV026", "Results go to different registers");
    public static VerificationRule BadBif { get; } = new("BV027", "Instructions that call BIFs call those that are made for it");
    public static VerificationRule UnknownRecord { get; } = new("BV028", "Native records that are made are defined");

    // Registers and the stack.
    public static VerificationRule UninitializedRegister { get; } = new("BV030", "Registers are read when they have a value");
    public static VerificationRule UninitializedSlot { get; } = new("BV031", "Stack slots are initialised before they are read and before garbage collection sees them");
    public static VerificationRule UninitializedFloat { get; } = new("BV032", "Float registers are read when they hold a float");
    public static VerificationRule BadLive { get; } = new("BV033", "Live counts cover registers that have values, and what is needed afterwards");
    public static VerificationRule BadSlot { get; } = new("BV034", "Stack slots are in the frame");
    public static VerificationRule NoFrame { get; } = new("BV035", "Calls that return and stack slots need a stack frame");
    public static VerificationRule FrameExists { get; } = new("BV036", "There is one stack frame at most");
    public static VerificationRule WrongFrameSize { get; } = new("BV037", "Frames are dropped and trimmed by their size");
    public static VerificationRule FrameLeft { get; } = new("BV038", "The frame is gone when the function ends");
    public static VerificationRule HeapOverflow { get; } = new("BV039", "Heap is reserved for what is built");

    public static VerificationRule SharedTuple { get; } = new("BV040", "A tuple is changed in place only right after setelement/3 has made it");

    // Exceptions and messages.
    public static VerificationRule OverwrittenTag { get; } = new("BV050", "Tags of open catches are not overwritten");
    public static VerificationRule WrongTag { get; } = new("BV051", "A catch or try ends with its own tag");
    public static VerificationRule CatchNesting { get; } = new("BV052", "Catches are nested, the inner ones in lower slots");
    public static VerificationRule UnfinishedCatch { get; } = new("BV053", "Catches end before the frame is dropped");
    public static VerificationRule BadHandler { get; } = new("BV054", "Handlers begin with try_case or catch_end");
    public static VerificationRule BranchToHandler { get; } = new("BV055", "Only exceptions lead to the handler of a try");
    public static VerificationRule AmbiguousHandler { get; } = new("BV056", "An exception has one handler, whatever path led to it");
    public static VerificationRule ReceiveOrder { get; } = new("BV057", "Receives begin and end in order");
    public static VerificationRule ReturnInReceive { get; } = new("BV058", "No function ends in the middle of a receive");
    public static VerificationRule FragileMessage { get; } = new("BV059", "Parts of a message in the queue are not kept");

    // Binaries.
    public static VerificationRule ContextAsTerm { get; } = new("BV070", "Match contexts and positions are not used as terms");
    public static VerificationRule ContextTwice { get; } = new("BV071", "A call passes a match context once");
    public static VerificationRule InsufficientBits { get; } = new("BV072", "Bits that are taken have been ensured");
    public static VerificationRule BadMatchCommand { get; } = new("BV073", "The commands of bs_match are complete");
    public static VerificationRule BadUnit { get; } = new("BV074", "Units are 1 to 256 bits");
    public static VerificationRule BadSegments { get; } = new("BV075", "The segments of bs_create_bin are complete");

    // Types.
    public static VerificationRule FalseAnnotation { get; } = new("BV080", "Annotations of registers are true");
    public static VerificationRule UnprovenAnnotation { get; } = new("BV081", "Annotations of registers follow from the code");
    public static VerificationRule WrongOperandType { get; } = new("BV082", "Operands that an instruction takes for granted are of the right type");
    public static VerificationRule UnprovenOperand { get; } = new("BV083", "That operands are of the right type follows from the code");
    public static VerificationRule BadTupleIndex { get; } = new("BV084", "Positions are within the tuple");

    // Tables and encodings.
    public static VerificationRule UnknownEncoding { get; } = new("BV090", "The release that loads the module reads how it is written");
    public static VerificationRule BadType { get; } = new("BV091", "Types of the type table are such that loaders take them");
    public static VerificationRule BadModuleInfo { get; } = new("BV092", "Attributes and compile information are terms, lists of names with values");
    public static VerificationRule BadDebugPoint { get; } = new("BV093", "Debug points are numbered from 1, each once, and described");
    public static VerificationRule BadRecords { get; } = new("BV094", "Definitions of native records can be read and are unique");
    public static VerificationRule BadLiteral { get; } = new("BV095", "Literals mean the same in every node");

    /// <summary>All rules, in the order of their codes.</summary>
    public static ImmutableArray<VerificationRule> All { get; } =
    [
        BadHeader, TooManyArguments, UndefinedLabel, DuplicateLabel, ForeignLabel,
        FallsOff, BadExport, BadLambda, BadCallTarget, DuplicateFunction,
        ObsoleteInstruction, BadHeaderCount, NoCodeAfterLabel, UnreadableCode,
        MissingChunk, BadLabelNumber, BadString, BadOnLoad, BadLocation, BadOperand, LabelRequired,
        LabelNotAllowed, BadList, BadCases, BadKeys, ConflictingDestinations,
        BadBif, UnknownRecord, UninitializedRegister, UninitializedSlot, UninitializedFloat,
        BadLive, BadSlot, NoFrame, FrameExists, WrongFrameSize,
        FrameLeft, HeapOverflow, SharedTuple, OverwrittenTag, WrongTag, CatchNesting,
        UnfinishedCatch, BadHandler, BranchToHandler, AmbiguousHandler, ReceiveOrder,
        ReturnInReceive, FragileMessage, ContextAsTerm, ContextTwice, InsufficientBits,
        BadMatchCommand, BadUnit, BadSegments, FalseAnnotation, UnprovenAnnotation,
        WrongOperandType, UnprovenOperand, BadTupleIndex, UnknownEncoding, BadType,
        BadModuleInfo, BadDebugPoint, BadRecords, BadLiteral,
    ];
}
