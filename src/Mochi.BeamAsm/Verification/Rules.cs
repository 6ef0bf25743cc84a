using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>The rules, by topic.</summary>
internal static class Rules
{
    // Structure.
    public static VerificationRule BadHeader { get; } = new(
        "BV001", "A function begins with a label, func_info and the label that calls go to",
        "Loaders know a function by exactly these instructions, with one place in the source between at most. Anything else is "
        + "refused as a bad instruction; a wrong module, name or arity in func_info is not noticed and falsifies stack traces.");
    public static VerificationRule TooManyArguments { get; } = new(
        "BV002", "Functions and calls have at most 255 arguments",
        "The machine has room for 255 arguments. Loaders refuse more in functions and imports, but take any number in calls.");
    public static VerificationRule UndefinedLabel { get; } = new(
        "BV003", "Every label that an instruction names is there",
        "OTP 27 loads the module and jumps to the next instruction or into garbage; OTP 29 aborts the whole machine while it "
        + "loads it, even if control never comes there.");
    public static VerificationRule DuplicateLabel { get; } = new(
        "BV004", "Every label is there once",
        "Loaders refuse the module.");
    public static VerificationRule ForeignLabel { get; } = new(
        "BV005", "Control stays in a function",
        "Labels are common to the whole module for loaders, so such a jump loads and runs: in another stack frame than the "
        + "code there was made for.");
    public static VerificationRule FallsOff { get; } = new(
        "BV006", "Control does not run past the end of a function",
        "Control runs into the next function's func_info and raises function_clause of a function that nobody called; behind "
        + "the last function the machine aborts.");
    public static VerificationRule BadExport { get; } = new(
        "BV007", "Exports are functions of the module",
        "A label outside the table aborts the machine. A label that is not there takes OTP 27 down at the first call and OTP "
        + "29 while it loads; a label of another function is called with the wrong number of arguments.");
    public static VerificationRule BadLambda { get; } = new(
        "BV008", "The lambda table names functions of the module, with their arity, and funs are made by it",
        "A label outside the table aborts OTP 27 while it loads, and a label that is nowhere aborts OTP 29, also when the "
        + "entry is never used. With a false arity a fun is called with arguments that are not there; two entries of one label "
        + "are refused.");
    public static VerificationRule BadCallTarget { get; } = new(
        "BV009", "Local calls lead to the beginning of a function of that arity",
        "The call is made, with stale registers as arguments or into the middle of a function.");
    public static VerificationRule DuplicateFunction { get; } = new(
        "BV010", "No function is there twice",
        "The module loads; which of the two a call means depends on its label, and stack traces and tracing take one for the other.");
    public static VerificationRule ObsoleteInstruction { get; } = new(
        "BV011", "The release that loads the module knows every instruction",
        "Loaders refuse the module, with the advice to compile it again or as damaged.");
    public static VerificationRule BadHeaderCount { get; } = new(
        "BV012", "The counts in the header of the code cover what is there",
        "Too few labels or a wrong number of functions are refused. Loaders reserve room for as many as the header says before "
        + "they count: with large numbers the machine runs out of memory and goes down.");
    public static VerificationRule NoCodeAfterLabel { get; } = new(
        "BV013", "Code follows every label",
        "Loaders read on behind a label to see whether a function begins there: at the end of the code they refuse the module, "
        + "before another function they miss that it begins.");
    public static VerificationRule UnreadableCode { get; } = new(
        "BV014", "All of the code can be read",
        "Loaders refuse code that does not end with int_code_end, and do not read what follows it.");
    public static VerificationRule MissingChunk { get; } = new(
        "BV015", "Chunks that the code refers to are in the file",
        "Loaders refuse a file without atoms, code, imports or exports, and indices into a table that is not there. Strings "
        + "are not checked: the machine reads from address zero and goes down.");
    public static VerificationRule BadLabelNumber { get; } = new(
        "BV016", "Labels are numbered from 1, in proportion to the code",
        "An operand 0 says that there is no label, so nothing can lead to it. Loaders reserve room for every number up to the "
        + "greatest: with 134 million they did not come to an end within 25 seconds.");
    public static VerificationRule BadString { get; } = new(
        "BV017", "Bytes of the string table are in it",
        "Nothing checks offsets into the string table. A little outside, the machine copies whatever stands behind the table "
        + "into the binary; far outside it goes down.");
    public static VerificationRule BadOnLoad { get; } = new(
        "BV018", "One function at most runs when the module is loaded, without arguments",
        "The function is called without arguments: others would be read from stale registers. Of several, only one runs.");
    public static VerificationRule BadLocation { get; } = new(
        "BV019", "Places in the source are in the line table",
        "Loaders refuse the module.");

    // Operands.
    public static VerificationRule BadOperand { get; } = new(
        "BV020", "Operands are of the kind that the instruction takes",
        "Loaders refuse most operands of a wrong kind, but not all; x1023 they use themselves. An unknown kind of operand in a "
        + "list is read as a number.");
    public static VerificationRule LabelRequired { get; } = new(
        "BV021", "Instructions that branch have a label",
        "Loaders refuse the module, except where the label is in a list.");
    public static VerificationRule LabelNotAllowed { get; } = new(
        "BV022", "Instructions that cannot fail have no label",
        "Loaders refuse the module, or take the label for granted and never look at it.");
    public static VerificationRule BadList { get; } = new(
        "BV023", "Lists of operands are complete, not empty and in order",
        "Loaders do not look at the length of such lists: an odd update_record aborts OTP 29 while it loads, an odd "
        + "put_map_assoc drops an element, an empty one takes the machine down when it runs.");
    public static VerificationRule BadCases { get; } = new(
        "BV024", "The cases of a selection are of one kind",
        "Loaders do not come to an end when kinds are mixed: they take memory until the machine goes down, even if control "
        + "never comes there.");
    public static VerificationRule BadKeys { get; } = new(
        "BV025", "Keys are constants, each once, unless there is only one",
        "A map with two equal keys comes into being, which nothing else expects: comparing, printing and sending it go wrong. "
        + "Several keys in registers are refused.");
    public static VerificationRule ConflictingDestinations { get; } = new(
        "BV026", "Results go to different registers",
        "One result is lost, and which one depends on the machine.");
    public static VerificationRule BadBif { get; } = new(
        "BV027", "Instructions that call BIFs call those that are made for it",
        "A function that is no BIF is refused. A BIF that allocates, called where no garbage can be collected, hung the "
        + "machine or destroyed its heap; some abort OTP 27 when they are given no label.");
    public static VerificationRule UnknownRecord { get; } = new(
        "BV028", "Native records that are made are defined",
        "Loaders refuse the module.");

    // Registers and the stack.
    public static VerificationRule UninitializedRegister { get; } = new(
        "BV030", "Registers are read when they have a value",
        "The register holds what some earlier code left: a value that should be gone, a pointer to memory that was reused, or "
        + "no term at all. The machine goes down when it is looked at.");
    public static VerificationRule UninitializedSlot { get; } = new(
        "BV031", "Stack slots are initialised before they are read and before garbage collection sees them",
        "The garbage collector takes whatever is in the slot for a term and follows it: silent corruption, or a crash far from the cause.");
    public static VerificationRule UninitializedFloat { get; } = new(
        "BV032", "Float registers are read when they hold a float",
        "The register holds the float of some earlier computation, of this or another process.");
    public static VerificationRule BadLive { get; } = new(
        "BV033", "Live counts cover registers that have values, and what is needed afterwards",
        "Registers from the live count on are lost when garbage is collected: later reads see stale pointers. Registers below "
        + "it are followed by the collector, whatever they hold.");
    public static VerificationRule BadSlot { get; } = new(
        "BV034", "Stack slots are in the frame",
        "What is written lands in the caller's stack frame, or over its return address.");
    public static VerificationRule NoFrame { get; } = new(
        "BV035", "Calls that return and stack slots need a stack frame",
        "The return address is not saved: the function returns to somewhere else. Slots are those of the caller.");
    public static VerificationRule FrameExists { get; } = new(
        "BV036", "There is one stack frame at most",
        "The first frame's return address and slots are never taken off: a return leads into a slot's contents.");
    public static VerificationRule WrongFrameSize { get; } = new(
        "BV037", "Frames are dropped and trimmed by their size",
        "The stack is off by the difference: the return address is read from a slot, and the machine jumps to it. The count "
        + "that trim leaves is not looked at.");
    public static VerificationRule FrameLeft { get; } = new(
        "BV038", "The frame is gone when the function ends",
        "The machine takes the content of a slot for the return address and jumps to it.");
    public static VerificationRule HeapOverflow { get; } = new(
        "BV039", "Heap is reserved for what is built",
        "What is built is written over whatever follows the heap, in the end over the stack: silent corruption, or a crash at "
        + "the next garbage collection.");

    public static VerificationRule SharedTuple { get; } = new(
        "BV040", "A tuple is changed in place only right after setelement/3 has made it",
        "Terms are shared, so every other holder of the tuple sees the change, messages and constants of the module included; "
        + "and an old tuple may then point to younger data, which the collector does not look for.");

    // Exceptions and messages.
    public static VerificationRule OverwrittenTag { get; } = new(
        "BV050", "Tags of open catches are not overwritten",
        "The exception is not caught here but in some handler further out, with a stack that does not fit.");
    public static VerificationRule WrongTag { get; } = new(
        "BV051", "A catch or try ends with its own tag",
        "The wrong handler is closed, and the right one stays open with a frame that will be gone.");
    public static VerificationRule CatchNesting { get; } = new(
        "BV052", "Catches are nested, the inner ones in lower slots",
        "The machine looks for the innermost handler from the top of the stack: with the order reversed it finds the outer one first.");
    public static VerificationRule UnfinishedCatch { get; } = new(
        "BV053", "Catches end before the frame is dropped",
        "The count of open handlers stays too high, and the tag is taken off with the frame: a later exception finds no "
        + "handler where one is counted.");
    public static VerificationRule BadHandler { get; } = new(
        "BV054", "Handlers begin with try_case or catch_end",
        "The handler sees class, reason and trace as ordinary registers, or the catch stays open.");
    public static VerificationRule BranchToHandler { get; } = new(
        "BV055", "Only exceptions lead to the handler of a try",
        "Without an exception try_case finds stale registers in place of class, reason and trace.");
    public static VerificationRule AmbiguousHandler { get; } = new(
        "BV056", "An exception has one handler, whatever path led to it",
        "Which handler is open cannot be told any more, so none of the rules about tags can be checked behind it.");
    public static VerificationRule ReceiveOrder { get; } = new(
        "BV057", "Receives begin and end in order",
        "A remove_message without a current message takes the machine down; a timeout or wait out of order leaves the message "
        + "queue with a position that does not fit.");
    public static VerificationRule ReturnInReceive { get; } = new(
        "BV058", "No function ends in the middle of a receive",
        "The message queue keeps its position in the middle: the next receive begins there and misses messages.");
    public static VerificationRule FragileMessage { get; } = new(
        "BV059", "Parts of a message in the queue are not kept",
        "A message that is still in the queue is not on the process's heap and may be moved or freed: the term that was kept "
        + "points to memory that is gone.");

    // Binaries.
    public static VerificationRule ContextAsTerm { get; } = new(
        "BV070", "Match contexts and positions are not used as terms",
        "A match context is changed in place and holds pointers of its own; sent, stored or compared as a term it takes the machine down.");
    public static VerificationRule ContextTwice { get; } = new(
        "BV071", "A call passes a match context once",
        "Both parameters would be one context: matching on one moves the position of the other.");
    public static VerificationRule InsufficientBits { get; } = new(
        "BV072", "Bits that are taken have been ensured",
        "The machine reads past the end of the binary and gives out what stands behind it in memory.");
    public static VerificationRule BadMatchCommand { get; } = new(
        "BV073", "The commands of bs_match are complete",
        "Loaders read on into the operands that follow, or refuse the module. Unknown commands are refused.");
    public static VerificationRule BadUnit { get; } = new(
        "BV074", "Units are 1 to 256 bits",
        "Unit 0 makes an empty binary without a word, and units above 256 are taken as they are.");
    public static VerificationRule BadSegments { get; } = new(
        "BV075", "The segments of bs_create_bin are complete",
        "An instruction without segments takes the machine down while the module is loaded, and so does one that is cut off, "
        + "even if control never comes there. An unknown type makes a binary of garbage.");

    // Types.
    public static VerificationRule FalseAnnotation { get; } = new(
        "BV080", "Annotations of registers are true",
        "The just-in-time compiler leaves out tests that the type makes needless: sums come out wrong, terms that are none "
        + "come into being, and the machine goes down.");
    public static VerificationRule UnprovenAnnotation { get; } = new(
        "BV081", "Annotations of registers follow from the code",
        "As for BV080, if the type is false. Without the type annotation the code is always safe.");
    public static VerificationRule WrongOperandType { get; } = new(
        "BV082", "Operands that an instruction takes for granted are of the right type",
        "The instruction reads memory by the shape of a tuple, cell, map or match context that is not there: garbage, or the "
        + "machine goes down.");
    public static VerificationRule UnprovenOperand { get; } = new(
        "BV083", "That operands are of the right type follows from the code",
        "As for BV082, if the operand is something else. Every path to the instruction counts, with what each call on it passes and gives.");
    public static VerificationRule BadTupleIndex { get; } = new(
        "BV084", "Positions are within the tuple",
        "The machine reads or writes a word outside the tuple: position 0 of update_record is its head.");

    // Tables and encodings.
    public static VerificationRule UnknownEncoding { get; } = new(
        "BV090", "The release that loads the module reads how it is written",
        "Older loaders refuse such files as damaged, without saying that they are too new.");
    public static VerificationRule BadType { get; } = new(
        "BV091", "Types of the type table are such that loaders take them",
        "Loaders refuse the module.");
    public static VerificationRule BadModuleInfo { get; } = new(
        "BV092", "Attributes and compile information are terms, lists of names with values",
        "Loaders refuse what is no term. Any term is taken, and module_info gives it to tools that expect a list of pairs.");
    public static VerificationRule BadDebugPoint { get; } = new(
        "BV093", "Debug points are numbered from 1, each once, and described",
        "With debugging on (erl +D), number 0 makes OTP 29 write before its table and go down; a number beyond the table is "
        + "refused. A damaged table is refused by OTP 29 also without.");
    public static VerificationRule BadRecords { get; } = new(
        "BV094", "Definitions of native records can be read and are unique",
        "OTP 29 refuses what it cannot read. Of two records with one name the later counts; of two fields with one name one "
        + "never gets a value, and building the record fails.");
    public static VerificationRule BadLiteral { get; } = new(
        "BV095", "Literals mean the same in every node",
        "Process identifiers, ports, references and funs belong to the node that made them. Loaders refuse own processes and "
        + "ports where they can be confused with registers, and elsewhere the term means somebody else.");

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
